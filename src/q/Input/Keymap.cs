using Q.Terminal;

namespace Q.Input;

/// <summary>
/// Which keys the app takes before the editor sees them: the leader with its second key, the direct keys, scrolling. Owned by
/// the app loop. An ambiguous byte (Escape, Backspace, Tab, plain digits) is never a session key.
/// </summary>
internal sealed class Keymap(KeyBindings? bindings = null)
{
    private KeyBindings? _bindings = bindings;

    /// <summary>How long the leader waits for its key; its caller calls <see cref="Cancel"/> then.</summary>
    public static TimeSpan LeaderWait => TimeSpan.FromSeconds(2);

    /// <summary>Made when it is first asked for: not on the way to the first prompt.</summary>
    public KeyBindings Bindings
    {
        get => _bindings ??= KeyBindings.Default;
        set => _bindings = value;
    }

    /// <summary>Nobody chose any key.</summary>
    public bool IsUsual => _bindings is null || ReferenceEquals(_bindings, KeyBindings.Default);

    /// <summary>The leader was pressed and its key has not come.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The terminal has shown that it sends extended keys: a reply said so, or one came.</summary>
    public bool IsProven { get; set; }

    public void Cancel() => IsPending = false;

    /// <summary>What the key asks of the app; <see cref="KeyAction.None"/> when it is for the editor.</summary>
    public KeyAction Of(Key key, bool lineIsEmpty)
    {
        IsProven |= key.Extended;
        if (IsPending)
        {
            IsPending = false;
            return AfterLeader(key with { Extended = false });
        }
        var plain = key with { Extended = false };
        IsPending = plain == Bindings.Leader;
        if (IsPending)
            return KeyAction.Leader;
        foreach (ref readonly var bound in Bindings.Bound)
        {
            if (bound.Key == plain && bound.Row.Action is not KeyAction.None && Holds(bound, key.Extended, lineIsEmpty))
                return bound.Row.Action;
        }
        return KeyAction.None;
    }

    private bool Holds(BoundKey bound, bool isExtended, bool lineIsEmpty) => bound.When switch
    {
        BindWhen.Always => isExtended || !bound.NeedsExtended,
        BindWhen.EmptyLine => lineIsEmpty && IsProven,
        _ => false,
    };

    private KeyAction AfterLeader(Key key)
    {
        if (key.Code is KeyCode.Escape || (key.Mods == KeyMods.Ctrl && key.Rune.Value is 'c' or 'g'))
            return KeyAction.None; // gives the leader up
        var found = Led(key);
        return found is KeyAction.UnknownChord ? Led(key with { Mods = KeyMods.None }) : found; // Ctrl was held a little longer
    }

    private KeyAction Led(Key key)
    {
        foreach (ref readonly var bound in Bindings.Bound)
        {
            if (bound.When is BindWhen.AfterLeader && bound.Key == key)
                return bound.Row.Action;
        }
        return KeyAction.UnknownChord;
    }
}
