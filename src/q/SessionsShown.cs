using Q.Config;
using Q.Screen;

namespace Q;

/// <summary>What the settings say of the other sessions' place on the screen.</summary>
internal static class SessionsShown
{
    public static OthersShown Of(Settings settings)
    {
        var many = settings.MultiSessionEnabled;
        return new()
        {
            Most = many && settings.ShowSessionIndicator && settings.SessionsAs is not "tabs" ? settings.MaxIndicatorSessions : 0,
            Show = settings.IndicatorShow switch
            {
                "waiting" => IndicatorShow.Waiting,
                "working" => IndicatorShow.Working,
                _ => IndicatorShow.All,
            },
            IsBelow = settings.IndicatorPosition is "bottom-right" or "bottom-left",
            IsLeft = settings.IndicatorPosition is "top-left" or "bottom-left",
            IsText = settings.TextOnlyIndicator,
            HasTabs = many && settings.SessionsAs is "tabs" or "both",
        };
    }
}
