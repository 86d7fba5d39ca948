using Q.Cli;
using Q.Sessions;

namespace Q;

/// <summary>From the options of <c>q chat</c> to where q lands.</summary>
internal static class Landings
{
    public static Landing Of(ChatOptions options) => options switch
    {
        { New: { } name } => new(LandingKind.New, name, options.Prompt),
        { Switch: { } name } => new(LandingKind.Switch, name, options.Prompt),
        { Resume: { } name } => new(LandingKind.Resume, name, options.Prompt),
        _ => Landing.Usual(options.Prompt),
    };
}
