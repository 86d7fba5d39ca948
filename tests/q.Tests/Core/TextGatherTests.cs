using System.Text;
using CsCheck;
using Q.Core;

namespace Q.Tests.Core;

public sealed class TextGatherTests
{
    [Test]
    public async Task Pieces_cut_between_characters_come_back_as_one_text_whatever_their_sizes()
    {
        string[] characters = ["a", "ß", "語", "🙂", "e\u0301"];
        var piece = Gen.Select(
            Gen.Int[0, characters.Length - 1], Gen.Int[1, 4000], (which, times) => string.Concat(Enumerable.Repeat(characters[which], times)));
        piece.Array[0, 40].Sample(pieces =>
        {
            var gathered = new TextGather();
            foreach (var one in pieces)
                gathered.Append(Encoding.UTF8.GetBytes(one));
            return gathered.ToString() == string.Concat(pieces) && gathered.Length == pieces.Sum(one => Encoding.UTF8.GetByteCount(one));
        }, iter: 100);
        await Assert.That(new TextGather().ToString()).IsEqualTo("");
    }

    [Test]
    public async Task Bytes_that_are_no_text_end_all_the_same()
    {
        var gathered = new TextGather();
        var nonsense = new byte[200_000];
        Array.Fill(nonsense, (byte)0x80);
        gathered.Append(nonsense);
        await Assert.That(gathered.ToString().Length).IsEqualTo(200_000);
    }
}
