using CsCheck;
using Q.Output;
using Q.Tests.Screen;

namespace Q.Tests.Output;

/// <summary>A text is found wherever a session said it, in either direction, in pieces too.</summary>
internal sealed class OutputSearchTests
{
    [Test]
    public async Task Matches_are_walked_upwards_and_back_down()
    {
        var ring = Scene.Ring((OutputKind.Prompt, "fix the API"), (OutputKind.Text, "The api and the Api."), (OutputKind.ToolOutput, "no such thing\napi.cs\n"));
        var up = Walk(ring, "api", long.MaxValue, older: true);
        await Assert.That(up.Select(match => match.Kind)).IsEquivalentTo(
            [OutputKind.ToolOutput, OutputKind.Text, OutputKind.Text, OutputKind.Prompt], EqualityComparer<OutputKind>.Default);
        await Assert.That(up.Select(match => match.Into)).IsEquivalentTo([14, 16, 4, 8], EqualityComparer<int>.Default);
        var down = Walk(ring, "api", up[^1].At, older: false);
        await Assert.That(down).IsEquivalentTo(up.Take(3).Reverse(), EqualityComparer<OutputMatch>.Default);
        await Assert.That(OutputSearch.Find(ring, "nowhere", long.MaxValue, older: true)).IsNull();
        await Assert.That(OutputSearch.Find(ring, "", long.MaxValue, older: true)).IsNull();
    }

    [Test]
    public async Task A_text_in_pieces_is_found_where_it_begins_and_never_across_two_blocks()
    {
        var ring = Scene.Ring((OutputKind.Text, "a ner"));
        ring.GoOn(OutputKind.Text, "v");
        ring.GoOn(OutputKind.Text, "ous cat");
        ring.Say(OutputKind.Notice, "alog");
        var found = OutputSearch.Find(ring, "nervous", long.MaxValue, older: true);
        await Assert.That(found!.Value.Into).IsEqualTo(2);
        await Assert.That(found.Value.Record).IsEqualTo(ring.Oldest);
        await Assert.That(OutputSearch.Find(ring, "catalog", long.MaxValue, older: true)).IsNull();
    }

    [Test]
    public async Task Places_are_counted_in_bytes() =>
        await Assert.That(OutputSearch.Find(Scene.Ring((OutputKind.Text, "é漢 Ärger")), "ärger", long.MaxValue, older: true)!.Value.Into).IsEqualTo(6);

    /// <summary>However the text was cut, as many are found as stand in the whole.</summary>
    [Test]
    public void As_many_are_found_as_there_are() => Gen.Select(Gen.String[Gen.Char["ab"], 0, 5].Array[1, 12], Gen.String[Gen.Char["ab"], 1, 3]).Sample((pieces, wanted) =>
    {
        var ring = Scene.Ring((OutputKind.Text, "|"));
        foreach (var piece in pieces.Where(piece => piece.Length > 0))
            ring.GoOn(OutputKind.Text, piece);
        var (whole, count) = ("|" + string.Concat(pieces), 0);
        for (var at = whole.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = whole.IndexOf(wanted, at + 1, StringComparison.Ordinal))
            count++;
        return Walk(ring, wanted, long.MaxValue, older: true).Count == count && Walk(ring, wanted, -1, older: false).Count == count;
    });

    private static List<OutputMatch> Walk(OutputRing ring, string text, long from, bool older)
    {
        var found = new List<OutputMatch>();
        while (OutputSearch.Find(ring, text, from, older) is { } match && found.Count < 1000)
        {
            found.Add(match);
            from = match.At;
        }
        return found;
    }
}
