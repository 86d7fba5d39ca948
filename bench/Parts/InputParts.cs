using System.Text;
using Q.Input;
using Q.Terminal;

namespace Q.Bench.Parts;

internal static class InputParts
{
    public static Func<int> Keys() =>
        Decode(string.Concat(Enumerable.Repeat("fix the api, please\r\x01\eb\e[A\e[1;5C", 32))[..1024]);

    public static Func<int> Paste() => Decode($"\e[200~{new string('x', 64 * 1024)}\e[201~");

    /// <summary>A paste of 1 MB, from the terminal's bytes to a line that is drawn, opened and drawn again.</summary>
    public static Func<int> PasteWhole()
    {
        var bytes = Encoding.UTF8.GetBytes($"\e[200~{string.Concat(Enumerable.Repeat("a line of a file that somebody pasted, with 64 characters in it\n", 16 * 1024))}\e[201~");
        var editor = new LineEditor(new History(null));
        var decoder = new InputDecoder(told => editor.Paste(((Pasted)told).Text));
        var draw = ScreenParts.Prompt(editor);
        return () =>
        {
            editor.Clear();
            decoder.Feed(bytes);
            draw();
            editor.Press(Key.Of(KeyCode.Tab));
            draw();
            return editor.Text.Length;
        };
    }

    private static Func<int> Decode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var events = 0;
        var decoder = new InputDecoder(_ => events++);
        return () =>
        {
            decoder.Feed(bytes);
            return events;
        };
    }
}
