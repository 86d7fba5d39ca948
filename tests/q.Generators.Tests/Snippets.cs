namespace Q.Generators.Tests;

/// <summary>Declarations as they stand in q, small.</summary>
internal static class Snippets
{
    public const string Slash = """
        using System;
        using Q.Commands;
        using Q.Core;

        public enum Kind : byte
        {
            [Words("development", "dev")]
            Development,
            CodeReview,
        }

        /// <summary>Some.</summary>
        [CommandGroup("Sessions", Order = 1)]
        public sealed class SessionCommands
        {
            /// <summary>Open a <b>new</b> session
            /// and go to it.</summary>
            /// <remarks>At the limit q offers "to close" one.</remarks>
            /// <param name="kind">What it is for.</param>
            /// <param name="name">Its name.</param>
            /// <example>/new debug</example>
            [SlashCommand("new", Alias = "n|open", NeedsMany = true)]
            public Outcome New(Kind? kind = null, [Value("name", ToEnd = true)] ReadOnlySpan<char> name = default) => default;

            /// <summary>Go to one.</summary>
            /// <param name="target">Which.</param>
            [SlashCommand("switch")]
            public void Switch([Value("name|slot", Completes = CompletionKind.Target)] ReadOnlySpan<char> target) { }

            /// <summary>Open somewhere.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="cwd">Where.</param>
            /// <param name="kind">What for.</param>
            /// <param name="prompt">The first prompt.</param>
            [SlashCommand("at")]
            public Outcome At(
                [Value("name", ToEnd = true)] ReadOnlySpan<char> name = default, [Value("dir", Named = true)] ReadOnlySpan<char> cwd = default,
                [Value("kind", Named = true)] Kind? kind = null, [Value("prompt", AfterDashes = true)] ReadOnlySpan<char> prompt = default) => default;

            /// <summary>List.</summary>
            /// <param name="showAll">Also closed ones.</param>
            [SlashCommand("list")]
            public void List(bool showAll = false) { }
        }

        [CommandGroup("Chat", Order = 2)]
        public sealed class ChatCommands
        {
            /// <summary>Set the kind.</summary>
            /// <param name="kind">Which.</param>
            [SlashCommand("kind")]
            public Outcome Set(Kind kind) => default;

            /// <summary>Leave.</summary>
            [SlashCommand("quit")]
            public void Quit() { }
        }
        """;

    public const string Verbs = """
        using ConsoleAppFramework;
        using Q.Commands;

        public enum Shell : byte { Bash, PowerShell }

        [RegisterCommands]
        [CommandGroup("Chat", Order = 2)]
        public sealed class ChatVerb
        {
            /// <summary>Open the chats.</summary>
            /// <param name="prompt">What to ask.</param>
            /// <param name="noInteractive">Answer and end.</param>
            /// <param name="model">-m|--mod, Which model.</param>
            /// <param name="most">How many.</param>
            [Command("chat|talk")]
            public void Chat(
                ConsoleAppContext context, [Argument, Value("prompt", ToEnd = true)] string? prompt = null,
                bool noInteractive = false, string? model = null, int most = 3) { }

            public static void NotOne() { }

            private void NorThis() { }
        }

        [RegisterCommands("settings")]
        [CommandGroup("Settings", Order = 1)]
        public sealed class SettingsVerbs
        {
            /// <summary>Show or change.</summary>
            /// <param name="key">Its name.</param>
            /// <param name="shell">For which shell.</param>
            [Command("")]
            public void Settings([Argument] string key, Shell shell = Shell.PowerShell) { }

            /// <summary>List all.</summary>
            public void ListAll() { }
        }
        """;
}
