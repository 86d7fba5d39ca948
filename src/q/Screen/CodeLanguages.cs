namespace Q.Screen;

/// <summary>The languages that are coloured. A table: the lexer knows none of them.</summary>
internal static class CodeLanguages
{
    private const int LongestName = 16;

    private static readonly CodeQuote s_double = new("\"", "\"");
    private static readonly CodeQuote s_single = new("'", "'");
    private static readonly CodeQuote s_character = new("'", "'") { IsShort = true };
    private static readonly CodeQuote s_slashes = new("//", "") { IsRemark = true };
    private static readonly CodeQuote s_slashStar = new("/*", "*/", '\0') { IsRemark = true, IsLong = true };
    private static readonly CodeQuote s_hash = new("#", "", '\0') { IsRemark = true, IsApart = true };

    private static readonly CodeLanguage[] s_all =
    [
        new(["bash", "sh", "shell", "zsh", "console", "shellsession", "dockerfile", "makefile", "make"],
            "if then else elif fi for while until do done case esac in function select time return exit break continue local export "
                + "readonly declare unset shift set source trap eval exec FROM RUN COPY ENV WORKDIR ENTRYPOINT CMD ARG EXPOSE",
            "cd echo printf read test sudo true false",
            [s_hash, s_double with { IsLong = true }, new("'", "'", '\0') { IsLong = true }]) { HasDollars = true },
        new(["csharp", "cs", "c#"],
            "abstract as async await base break case catch checked class const continue default delegate do else enum event explicit "
                + "extern finally fixed for foreach get goto if implicit in init interface internal is lock namespace new not and or "
                + "operator out override params partial private protected public readonly record ref required return sealed set "
                + "sizeof stackalloc static struct switch this throw try typeof unchecked unsafe using value virtual void volatile "
                + "when where while with yield true false null",
            "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort var Task Span",
            [
                s_slashes, s_slashStar, new("\"\"\"", "\"\"\"", '\0') { IsLong = true }, new("@\"", "\"", '\0') { IsLong = true },
                s_double, s_character,
            ]) { HasDirectives = true },
        new(["cpp", "c", "c++", "cc", "h", "hpp", "cxx"],
            "alignas alignof and asm auto break case catch class concept const consteval constexpr constinit continue co_await "
                + "co_return co_yield decltype default delete do else enum explicit export extern final for friend goto if inline "
                + "mutable namespace new noexcept not nullptr operator or override private protected public register requires return "
                + "sizeof static static_assert struct switch template this throw try typedef typename union using virtual volatile "
                + "while true false NULL",
            "bool char double float int long short signed unsigned void size_t ssize_t int8_t int16_t int32_t int64_t uint8_t "
                + "uint16_t uint32_t uint64_t wchar_t std string vector map FILE",
            [s_slashes, s_slashStar, s_double, s_character]) { HasDirectives = true },
        new(["go", "golang"],
            "break case chan const continue default defer else fallthrough for func go goto if import interface map package range "
                + "return select struct switch type var true false nil iota",
            "any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 "
                + "uint64 uintptr append cap close copy delete len make new panic print println recover",
            [s_slashes, s_slashStar, s_double, s_character, new("`", "`", '\0') { IsLong = true }]),
        new(["java", "kotlin", "kt", "scala"],
            "abstract assert break case catch class const continue default do else enum exports extends final finally for goto if "
                + "implements import instanceof interface module native new non-sealed package permits private protected public record "
                + "return sealed static strictfp super switch synchronized this throw throws transient try var void volatile while "
                + "yield true false null fun val when object override",
            "boolean byte char double float int long short String Integer Object List Map",
            [s_slashes, s_slashStar, new("\"\"\"", "\"\"\"") { IsLong = true }, s_double, s_character]),
        new(["javascript", "js", "typescript", "ts", "jsx", "tsx", "mjs", "node"],
            "abstract as async await break case catch class const continue debugger declare default delete do else enum export extends "
                + "finally for from function get if implements import in instanceof interface is keyof let namespace new of private "
                + "protected public readonly return satisfies set static super switch this throw try type typeof var void while with "
                + "yield true false null undefined NaN",
            "any bigint boolean never number object string symbol unknown Array Map Promise Record Set console",
            [s_slashes, s_slashStar, s_double, s_single, new("`", "`") { IsLong = true }]),
        new(["json", "jsonc", "json5", "jsonl"], "true false null", "", [s_slashes, s_slashStar, s_double]) { KeySign = ':' },
        new(["python", "py", "python3"],
            "and as assert async await break case class continue def del elif else except finally for from global if import in is "
                + "lambda match nonlocal not or pass raise return try while with yield True False None self",
            "bool bytes dict float frozenset int list object set str tuple print len range open super type isinstance",
            [
                s_hash with { IsApart = false }, new("\"\"\"", "\"\"\"") { IsLong = true }, new("'''", "'''") { IsLong = true },
                s_double, s_single,
            ]),
        new(["rust", "rs"],
            "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref "
                + "return self static struct super trait type union unsafe use where while true false",
            "Self bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Box Option Result String Vec Some None Ok Err",
            [s_slashes, s_slashStar, s_double with { IsLong = true }, s_character]),
        new(["sql", "postgresql", "postgres", "mysql", "sqlite", "psql"],
            "add all alter and as asc begin between by case check column commit constraint create cross database default delete desc "
                + "distinct drop else end exists explain foreign from full grant group having if in index inner insert into is join key "
                + "left like limit not null offset on or order outer over partition pragma primary references returning right rollback "
                + "select set table then transaction trigger union unique update using values view when where with true false",
            "bigint blob boolean bytea char date datetime decimal float int integer json jsonb numeric real serial text time timestamp "
                + "uuid varchar count sum min max avg coalesce",
            [new("--", "", '\0') { IsRemark = true }, s_slashStar, new("'", "'", '\0') { IsLong = true }, s_double])
        { IgnoresCase = true },
        new(["toml", "ini", "cfg", "conf", "properties"], "true false", "",
            [s_hash with { IsApart = false }, new("\"\"\"", "\"\"\"") { IsLong = true }, new("'''", "'''", '\0') { IsLong = true }, s_double,
                new("'", "'", '\0')]) { KeySign = '=' },
        new(["yaml", "yml"], "true false null yes no on off", "", [s_hash, s_double, new("'", "'", '\0')]) { KeySign = ':' },
        new(["diff", "patch"], "", "", []) { IsDiff = true },
    ];

    /// <summary>The place of a language, from 1; 0 for one that is not known.</summary>
    public static byte Find(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[LongestName];
        if (name.IsEmpty || name.Length > LongestName)
            return 0;
        for (var i = 0; i < name.Length; i++)
            chars[i] = (char)name[i];
        return Find(chars[..name.Length]);
    }

    public static byte Find(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < s_all.Length; i++)
        {
            foreach (var known in s_all[i].Names)
            {
                if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                    return (byte)(i + 1);
            }
        }
        return 0;
    }

    /// <summary>The language at a place; null for 0.</summary>
    public static CodeLanguage? At(byte place) => place == 0 ? null : s_all[place - 1];
}
