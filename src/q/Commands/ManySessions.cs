namespace Q.Commands;

/// <summary>What is said where many sessions at once are off.</summary>
internal static class ManySessions
{
    public const string HowToTurnOn =
        "Many sessions at once are off; `q settings set multi_session_enabled true` turns them on at the next start.";
}
