using Q.Core;

namespace Q.Screen;

/// <summary>How far the ring of a session is printed; of another ring than this one nothing is. App loop only.</summary>
internal sealed class RingPlace
{
    public int Ring { get; private set; }

    public long At { get; private set; }

    /// <summary>Of what q says, so many are printed that the ring has behind <see cref="At"/> only, or not yet.</summary>
    public int Ahead { get; set; }

    /// <summary>The last of what q said before <see cref="At"/>.</summary>
    public long Said { get; set; } = -1;

    /// <summary>Changes the one that is there: this is done with each frame.</summary>
    public static RingPlace Keep(Dictionary<SessionId, RingPlace> places, SessionId id, int ring, long at)
    {
        if (!places.TryGetValue(id, out var place))
            places[id] = place = new();
        if (place.Ring != ring)
            (place.Ahead, place.Said) = (0, -1);
        (place.Ring, place.At) = (ring, at);
        return place;
    }
}
