namespace Q.Naming;

/// <summary>Subjects that are known to matter, and words that are known to say little.</summary>
internal static class TopicWords
{
    public static ReadOnlySpan<(WordKind Kind, TypeHint Hint, string Words)> All => new[]
    {
        // Short words, which are dropped unless they stand here, and names that are not to be split at their capitals.
        (WordKind.Topic, TypeHint.None,
            "go js ts ci cd db ui ux ai ml s3 ec2 io pr qa vm tf k8s ip r2 sql api css html xml json yaml toml csv pdf xls xlsx jwt sso " +
            "ssh ssl tls dns http https cors cdn cli sdk gpu cpu ram llm mcp lsp dap ssr csrf xss url uri orm etl dag git npm pip " +
            "cargo maven gradle vite react vue svelte angular nextjs node deno bun rust python java kotlin swift ruby rails django " +
            "flask laravel php perl lua elixir erlang haskell ocaml scala clojure cobol dotnet csharp fsharp c cpp golang docker " +
            "compose kubernetes helm terraform ansible nginx apache redis postgres postgresql mysql sqlite mongo mongodb kafka " +
            "rabbitmq elasticsearch lambda aws azure gcp linux macos windows android ios github gitlab jenkins graphql grpc rest " +
            "websocket websockets oauth oauth2 openapi swagger typescript javascript powershell opentelemetry prometheus grafana " +
            "localstorage webgl webpack eslint prettier playwright selenium jest vitest pytest junit auth login logout signup " +
            "authentication authorization database cache caching search parser lexer pagination payment payments checkout cart " +
            "billing invoice invoices upload download webhook webhooks migration migrations scheduler queue worker latency memory " +
            "timeout regex encryption certificate security performance coverage logging metrics tracing startup setting settings " +
            "ring building"),
        (WordKind.Weak, TypeHint.None,
            "code file files folder folders directory function functions method methods class classes line lines page pages module " +
            "modules problem problems issue issues bug bugs error errors warning warnings message messages value values type types " +
            "name names number data object objects item items element elements thing variable variables argument arguments " +
            "parameter parameters option options button component components app apps application program project repo " +
            "repository codebase script scripts system service services server client user users example examples version versions " +
            "request requests response responses result results output input change changes feature features implementation " +
            "existing current latest different simple whole full empty main src lib test-case local prod production dev " +
            "pull branch root cause minute minutes second seconds hour hours day days month year ms kb mb gb com org www io net " +
            "yesterday sunday monday index null true false void public static const var let int string bool return async await " +
            "datei dateien funktion klasse code seite fichier fichiers fonction page classe archivo funcion clase pagina codigo " +
            "arquivo funcao kod plik funkcja klasa dosya fonksiyon sinif modul module modulo projekt proyecto projeto"),
    };
}
