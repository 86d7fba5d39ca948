using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Q.Commands;
using Q.Output;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>Whatever models, tools, names and people write: nothing of it acts on the terminal.</summary>
internal sealed partial class HostileTextTests
{
    [Test]
    public async Task No_control_byte_but_those_of_q_reaches_the_terminal()
    {
        foreach (var text in HostileText.Corpus)
        {
            foreach (var look in (Look[])[Scene.Unicode, Scene.Ascii])
                await Assert.That(Left(Bytes(Everywhere(text), look))).IsEqualTo("").Because(Convert.ToHexString(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>What a person copies to run it, they have seen: alone, in code, raw, and among plain lines.</summary>
    [Test]
    public async Task Nothing_shown_is_less_than_what_is_copied()
    {
        string[] returns = ["shown\rhidden", "rm -rf /\r\rls -la", "a\n```\rtouch x\r\n``` \rend", "# head\r> quote\r- item"];
        foreach (var text in HostileText.Corpus.Concat(returns))
        {
            foreach (var answer in (string[])[text, $"```\n{text}\n```\n"])
            {
                var ring = Scene.Ring((OutputKind.Prompt, "p"), (OutputKind.Text, answer));
                var copied = LastAnswer.In(ring) ?? "";
                if (answer != text)
                    copied = LastAnswer.CodeIn(copied) ?? "";
                await Assert.That(Controls().Replace(copied.Replace("\n", "").Replace("\t", ""), "!")).DoesNotContain("!");
                var view = Scene.Session(1, "dev", ring);
                var lines = new WrittenTerminal();
                using var plain = new PlainScreen(lines, Scene.Unicode, inputIsTerminal: false);
                plain.Draw(Scene.Model(view));
                var model = Scene.Model(view);
                string[] shown =
                [
                    Encoding.UTF8.GetString(lines.Written.ToArray()), Scene.Picture(Scene.Draw(model with { Answers = AnswerLook.Raw }, 200, 60)),
                    .. answer == text ? (string[])[] : [Scene.Picture(Scene.Draw(model, 200, 60))],
                ];
                foreach (var line in copied.Split('\n'))
                {
                    foreach (var one in shown)
                        await Assert.That(Letters(one)).Contains(Letters(line)).Because($"{Convert.ToHexString(Encoding.UTF8.GetBytes(answer))} is copied as {line}");
                }
            }
        }
    }

    /// <summary>What stands before and behind is read, in that order, in whatever a model, a tool, a person or a name says.</summary>
    [Test]
    public async Task No_text_hides_another()
    {
        string[] hiding =
        [
            "\r", "\r\r", "\b\b\b\b\b\b\b\b\b", "\u007f\u007f", "\e[9D", "\e[2K\e[G", "\e[8m", "\u009b9D", "\u0090", "\u202e", "\u2066", "\u2067\u202d", "\u2069", "\u200f",
            "\u061c", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u0085", "\v", "\f", "\0", "\u0301", new string('\u0308', 20), "\U000E0041", "\u3164", "\ufe0f",
        ];
        OutputKind[] kinds =
        [
            OutputKind.Prompt, OutputKind.Text, OutputKind.ToolStart, OutputKind.ToolOutput, OutputKind.Notice, OutputKind.Error, OutputKind.Question,
        ];
        foreach (var text in hiding.Select(static between => $"before{between}behind"))
        {
            foreach (var kind in kinds.Where(kind => kind is not OutputKind.ToolOutput || !text.Contains('\r')))
            {
                var view = Scene.Session(1, "dev", Scene.Ring((kind, text)));
                var lines = new WrittenTerminal();
                using var plain = new PlainScreen(lines, Scene.Unicode, inputIsTerminal: false);
                plain.Draw(Scene.Model(view));
                if (kind is not OutputKind.Prompt) // which stands there as it was typed
                    await ShowsAll(Encoding.UTF8.GetString(lines.Written.ToArray()), text, $"plain {kind}");
                await ShowsAll(Scene.Picture(Scene.Draw(Scene.Model(view), 80, 24)), text, $"{kind}");
            }
            var asking = Scene.Session(2, "api").Asking("execute_bash " + text, text);
            await ShowsAll(Scene.Picture(Scene.Draw(Scene.Model(Scene.Session(1, "dev"), asking) with { Card = asking }, 80, 24)), text, "card");
            await ShowsAll(Scene.Picture(Scene.Draw(Scene.Model(Scene.Session(1, "dev")) with { Text = text, Cursor = 1 }, 80, 24)), text, "line");
        }
    }

    private static async Task ShowsAll(string shown, string text, string where)
    {
        var because = $"{where}, {Convert.ToHexString(Encoding.UTF8.GetBytes(text))}: {shown}";
        var before = shown.IndexOf("befor", StringComparison.Ordinal); // a mark may stand on the last letter
        await Assert.That(before).IsGreaterThanOrEqualTo(0).Because(because);
        await Assert.That(shown.IndexOf("behind", before, StringComparison.Ordinal)).IsGreaterThan(before).Because(because);
    }

    /// <summary>In the line, in prompts, in what models and tools say, and on cards.</summary>
    [Test]
    public async Task An_order_of_direction_is_seen_and_turns_nothing()
    {
        foreach (var order in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        {
            var text = $"a{order}b";
            foreach (var kind in (OutputKind[])[OutputKind.Prompt, OutputKind.Text, OutputKind.ToolStart, OutputKind.ToolOutput, OutputKind.Notice])
            {
                var view = Scene.Session(1, "dev", Scene.Ring((kind, text)));
                await Assert.That(Scene.Picture(Scene.Draw(Scene.Model(view), 80, 24))).Contains("a\ufffdb").Because($"{kind}");
            }
            var asking = Scene.Session(2, "api").Asking("execute_bash " + text, text);
            var model = Scene.Model(Scene.Session(1, "dev"), asking) with { Text = text, Cursor = 1 };
            await Assert.That(Scene.Picture(Scene.Draw(model, 80, 24))).Contains($"a[U+{(int)order:X4}]b");
            await Assert.That(Scene.Picture(Scene.Draw(model with { Card = asking }, 80, 24))).Contains("a\ufffdb");
            await Assert.That(Encoding.UTF8.GetString(new BareText().Of(Encoding.UTF8.GetBytes(text)))).IsEqualTo("a\ufffdb");
        }
    }

    private static string Letters(string text) => string.Concat(text.Where(c => c is > ' ' and < '\u007f'));

    [Test]
    public async Task Where_the_locale_is_not_utf8_only_ascii_is_written()
    {
        foreach (var text in HostileText.Corpus)
            await Assert.That(Bytes(Everywhere(text), Scene.Ascii).AsSpan().ContainsAnyInRange((byte)0x80, (byte)0xFF)).IsFalse();
    }

    [Test]
    public async Task Plain_lines_hold_no_control_byte_but_line_feed_and_tab()
    {
        foreach (var text in HostileText.Corpus)
        {
            foreach (var look in (Look[])[Scene.Unicode, Scene.Ascii])
            {
                var terminal = new WrittenTerminal();
                using var screen = new PlainScreen(terminal, look, inputIsTerminal: true);
                screen.Draw(Everywhere(text));
                screen.Draw(Everywhere(text) with { Card = null });
                screen.Leave();
                var written = Encoding.UTF8.GetString(terminal.Written.ToArray());
                await Assert.That(Controls().Replace(written.Replace("\n", "").Replace("\t", ""), "!")).DoesNotContain("!");
            }
        }
    }

    [Test]
    public void Bytes_that_are_no_text_do_nothing_either() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        var ring = new OutputRing(1 << 16);
        ring.Append(OutputKind.ToolOutput, bytes);
        return Left(Bytes(Scene.Model(Scene.Session(1, "dev", ring)), Scene.Unicode)).Length == 0
            && Left(Bytes(Scene.Model(Scene.Session(1, "dev", ring)), Scene.Ascii)).Length == 0;
    });

    /// <summary>The corpus in any mix: what the terminal shows is what the grid holds, cell by cell.</summary>
    [Test]
    public void Frames_of_hostile_text_leave_no_wrong_cell() => Gen.OneOf([.. HostileText.Corpus]).Array[1, 6].Array[2, 4].Sample(frames =>
    {
        var terminal = new VirtualTerminal(60, 16);
        using var screen = new Renderer(terminal, Scene.Unicode);
        foreach (var frame in frames)
        {
            var text = string.Concat(frame);
            screen.Draw(Everywhere(text));
            screen.Draw(Everywhere(text) with { Card = null });
            var whole = Scene.Picture(Scene.Draw(Everywhere(text) with { Card = null }, 60, 16));
            if (Scene.Picture(terminal) != whole)
                throw new InvalidDataException($"{Scene.Picture(terminal)}\nand at once\n{whole}");
        }
    }, iter: 60);

    private static ScreenModel Everywhere(string text)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, text), (OutputKind.Text, text), (OutputKind.ToolStart, text), (OutputKind.ToolOutput, text), (OutputKind.ToolEnd, text),
            (OutputKind.Notice, text), (OutputKind.Error, text), (OutputKind.Question, text));
        var other = Scene.Session(2, text).Asking("execute_bash " + text, text) with { Folder = text };
        return Scene.Model(Scene.Session(1, text, ring).Working(text) with { Folder = text, Queued = [text] }, other, Scene.Session(3, text).Working(text)) with
        {
            Text = text,
            Cursor = text.Length,
            Listed = [text],
            Hint = text,
            Card = other,
        };
    }

    private static byte[] Bytes(ScreenModel model, Look look)
    {
        var terminal = new WrittenTerminal();
        using var screen = new Renderer(terminal, look);
        screen.Draw(model);
        screen.Draw(model with { Card = null });
        screen.Draw(model with { Card = null, Hint = null, Dialog = model.Text });
        return terminal.Written.ToArray();
    }

    /// <summary>What is left of control characters when q's own sequences are taken out.</summary>
    private static string Left(byte[] bytes)
    {
        var text = Own().Replace(Encoding.UTF8.GetString(bytes), "");
        return string.Join(' ', Controls().Matches(text).Select(match => $"U+{char.ConvertToUtf32(match.Value, 0):X4}"));
    }

    /// <summary>Moves, looks, erasing, scrolling, the modes of a frame, and the line end: all that a renderer writes.</summary>
    [GeneratedRegex(@"\e\[(\d+(;\d+)?)?H|\e\[\d*[CSK]|\e\[2J|\e\[[\d;]*m|\e\[(\d+;\d+)?r|\e\[\?(2026|25|1049|2004)[hl]|\r\n")]
    private static partial Regex Own();

    [GeneratedRegex(@"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")]
    private static partial Regex Controls();

    private sealed class WrittenTerminal() : SilentTerminal(60, 16)
    {
        public List<byte> Written { get; } = [];

        public override void Write(ReadOnlySpan<byte> bytes) => Written.AddRange(bytes);
    }
}
