namespace Q.Turns;

/// <summary>Tokens as the provider counted them; zero where it did not say.</summary>
internal readonly record struct Usage(int InputTokens, int OutputTokens)
{
    public static Usage operator +(Usage left, Usage right) =>
        new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens);
}
