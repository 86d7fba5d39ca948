using Q.Core;

namespace Q;

/// <summary>Which two sessions share the screen, and how. A value; what is closed or moved is followed by <see cref="Follow"/>.</summary>
/// <param name="Own">The half that had the focus last.</param>
/// <param name="Other">The other half.</param>
/// <param name="IsFirst">The other one stands left, or above.</param>
/// <param name="IsStacked">One above the other.</param>
internal readonly record struct Split(SessionId Own, SessionId Other, bool IsFirst, bool IsStacked)
{
    /// <summary>The focus went to the other half, or a third session took the place of the half in focus; null when one half is gone.</summary>
    public Split? Follow(SessionId focused, Func<SessionId, bool> isThere)
    {
        if (focused == Own)
            return isThere(Other) ? this : null;
        if (focused == Other)
            return isThere(Own) ? new(focused, Own, !IsFirst, IsStacked) : null;
        return isThere(Other) ? this with { Own = focused } : null;
    }
}
