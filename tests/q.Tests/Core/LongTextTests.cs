using System.Text;
using CsCheck;
using Q.Core;

namespace Q.Tests.Core;

public sealed class LongTextTests
{
    [Test]
    public async Task Its_pieces_are_whole_characters_and_together_what_was_appended()
    {
        string[] characters = ["a", "ß", "語", "🙂", "e\u0301", "line\n"];
        var piece = Gen.Select(
            Gen.Int[0, characters.Length - 1], Gen.Int[1, 400], (which, times) => string.Concat(Enumerable.Repeat(characters[which], times)));
        Gen.Select(piece.Array[0, 20], Gen.Int[4, 900]).Sample((pieces, most) =>
        {
            var whole = string.Concat(pieces);
            var text = new LongText();
            foreach (var one in pieces)
                text.Append(Encoding.UTF8.GetBytes(one));
            var back = new StringBuilder();
            foreach (var one in text.Pieces(most))
                back.Append(Encoding.UTF8.GetString(one));
            return back.ToString() == whole && text.ToString() == whole && text.Length == Encoding.UTF8.GetByteCount(whole);
        }, iter: 100);
        await Assert.That(new LongText().Pieces()).IsEmpty();
    }

    [Test]
    public async Task Bytes_that_are_no_text_end_all_the_same()
    {
        var nonsense = new byte[100_000];
        Array.Fill(nonsense, (byte)0x80);
        await Assert.That(new LongText().Append(nonsense).Pieces(1000).Sum(static piece => piece.Length)).IsEqualTo(100_000);
    }

    [Test]
    public async Task Where_no_file_can_be_made_it_stays_in_memory()
    {
        var text = new LongText("/dev/null/x").Append("one\n"u8).Append("two"u8);
        await Assert.That(text.ToString()).IsEqualTo("one\ntwo");
        await Assert.That(text.Pieces(5).Count()).IsEqualTo(2);
    }
}
