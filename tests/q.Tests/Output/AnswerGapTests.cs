using System.Text;
using CsCheck;
using Q.Output;

namespace Q.Tests.Output;

/// <summary>Where something that q says may stand within an answer: shown as | behind each such place.</summary>
internal sealed class AnswerGapTests
{
    [Test]
    [Arguments("One.\n\nTwo\nlines.\n\n\nThree.", "One.\n\n|Two\nlines.\n\n|\n|Three.")]
    [Arguments("a\r\n\r\nb", "a\r\n\r\n|b")]
    [Arguments("```sh\nls\n\nls\n```\n\nend", "```sh\nls\n\nls\n```\n\n|end")]
    [Arguments("~~~~\n```\n\n~~~\n\n~~~~ \n\n", "~~~~\n```\n\n~~~\n\n~~~~ \n\n|")]
    [Arguments("1. do\n   ```\n\n   ```\n\n", "1. do\n   ```\n\n   ```\n\n|")]
    [Arguments("> ```\n> a\n>\n> ```\n>\n\n", "> ```\n> a\n>\n> ```\n>\n\n|")]
    [Arguments("- ```sh\n  a\n\n  ```\n\n", "- ```sh\n  a\n\n  ```\n\n|")]
    [Arguments("`` a\n\n", "`` a\n\n|")]
    [Arguments("```a``` b\n\n", "```a``` b\n\n|")]
    [Arguments("``` a `b`\n\n", "``` a `b`\n\n|")]
    [Arguments("| a |\n| - |\n  \t\n", "| a |\n| - |\n  \t\n|")]
    public async Task It_is_behind_an_empty_line_that_is_in_no_code(string answer, string marked)
    {
        var gap = default(AnswerGap);
        var seen = new StringBuilder();
        foreach (var one in answer)
        {
            gap.Take(Encoding.UTF8.GetBytes(one.ToString()), stopsAtGap: false);
            seen.Append(one).Append(gap.IsHere ? "|" : "");
        }
        await Assert.That(seen.ToString()).IsEqualTo(marked);
    }

    [Test]
    public void It_is_the_same_for_every_cut() =>
        Gen.Select(Gen.OneOf("`", "```", "~~~", "\n", "\n\n", "a", " ", "> ", "1. ", "\r").Array[0, 30], Gen.Int[1, 5]).Sample((parts, size) =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(parts));
            var (whole, cut) = (default(AnswerGap), default(AnswerGap));
            var (gaps, others) = (new List<int>(), new List<int>());
            for (var at = 0; at < text.Length;)
            {
                at += whole.Take(text.AsSpan(at), stopsAtGap: true);
                if (whole.IsHere)
                    gaps.Add(at);
            }
            for (var at = 0; at < text.Length;)
            {
                at += cut.Take(text.AsSpan(at, Math.Min(size, text.Length - at)), stopsAtGap: true);
                if (cut.IsHere)
                    others.Add(at);
            }
            return gaps.Distinct().SequenceEqual(others.Distinct());
        });
}
