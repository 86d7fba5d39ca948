namespace Q.Core;

/// <summary>Names one session for its whole life: a random UUID, the <c>conversation_id</c> of the store.</summary>
internal readonly record struct SessionId(Guid Value)
{
    public static SessionId New() => new(Guid.NewGuid());

    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        var good = Guid.TryParse(text, out var value);
        id = new(value);
        return good;
    }

    public override string ToString() => Value.ToString("D");
}
