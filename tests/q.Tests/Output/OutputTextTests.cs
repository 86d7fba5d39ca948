using System.Text;
using Q.Output;

namespace Q.Tests.Output;

public sealed class OutputTextTests
{
    [Test]
    public async Task Blocks_stand_on_lines_of_their_own_and_no_escape_sequence_is_left()
    {
        var to = new MemoryStream();
        var text = new OutputText(to);
        text.Take(OutputKind.Prompt, begins: true, "what is here?"u8);
        text.Take(OutputKind.ToolStart, begins: true, "execute_bash ls"u8);
        text.Take(OutputKind.ToolOutput, begins: true, "\e[31mred\e[0m \e]0;title\a\e]8;;http://x\e\\link\e[3"u8);
        text.Take(OutputKind.ToolOutput, begins: false, "2mgreen\r\n\tüber\u0001\e(B!\n"u8);
        text.Take(OutputKind.Text, begins: true, "Two "u8);
        text.Take(OutputKind.Text, begins: false, "files."u8);
        text.End();

        await Assert.That(Encoding.UTF8.GetString(to.ToArray())).IsEqualTo("""

            > what is here?

            * execute_bash ls
            red linkgreen
            	über!
            Two files.

            """);
    }

    [Test]
    public async Task Controls_of_eight_bits_are_left_out_with_what_they_begin()
    {
        var to = new MemoryStream();
        var text = new OutputText(to);
        text.Take(OutputKind.ToolOutput, begins: true, "a\u009b31mb\u009d0;title\u009cc\u0085d£\u00a0\u009b1"u8);
        text.Take(OutputKind.ToolOutput, begins: false, "mé\u0090lost\u009c"u8[..^1]);
        text.Take(OutputKind.ToolOutput, begins: false, "\u009cend"u8[1..]);
        text.End();
        await Assert.That(Encoding.UTF8.GetString(to.ToArray())).IsEqualTo("abcd£\u00a0éend\n");
    }

    [Test]
    public async Task A_string_that_is_never_closed_swallows_no_more_than_its_line()
    {
        var to = new MemoryStream();
        var text = new OutputText(to);
        text.Take(OutputKind.ToolOutput, begins: true, "a\eP lost\nb\e[12\nc"u8);
        text.End();
        await Assert.That(Encoding.UTF8.GetString(to.ToArray())).IsEqualTo("a\nb\nc\n");
    }
}
