namespace Q.Screen;

/// <summary>How plain lines are written: the settings of <c>[accessibility]</c> that they follow.</summary>
/// <param name="IsSpoken">They are read aloud: nothing that only draws, and every change of state is a sentence.</param>
/// <param name="Announces">What other sessions do is said at all.</param>
/// <param name="WaitingLine">Who waits is one line, <c>Waiting: a, b</c>, instead of a sentence for each.</param>
internal sealed record PlainWay(bool IsSpoken = false, bool Announces = true, bool WaitingLine = false)
{
    public static PlainWay Usual { get; } = new();
}
