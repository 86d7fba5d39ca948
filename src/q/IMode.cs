using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>Something that has the keys while it is open: a confirmation, a card, the list of sessions. App loop only.</summary>
internal interface IMode
{
    /// <summary>Takes a key; false when it is done and closes.</summary>
    bool Press(Key key);

    /// <summary>The key that closed it is for whoever has the keys then.</summary>
    bool PassesOn(Key key) => false;

    /// <summary>Goes before a key that is passed on.</summary>
    Key? Held => null;

    /// <summary>Takes pasted text, which is also how whole lines come in without a terminal; false when it is done.</summary>
    bool Paste(string text);

    /// <summary>What it changes of the frame.</summary>
    ScreenModel Show(ScreenModel model);

    /// <summary>When it goes on though no key comes, on the loop's clock; never is the largest time.</summary>
    TimeSpan Due => TimeSpan.MaxValue;

    /// <summary>It is due; false when it is done and closes.</summary>
    bool GoOn(TimeSpan now) => true;
}
