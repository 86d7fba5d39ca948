using Q.Core;

namespace Q.Screen;

/// <summary>How far the ring of a session is printed; of another ring than this one nothing is. App loop only.</summary>
internal sealed class RingPlace
{
    public int Ring { get; private set; }

    public long At { get; private set; }

    /// <summary>Changes the one that is there: this is done with each frame.</summary>
    public static void Keep(Dictionary<SessionId, RingPlace> places, SessionId id, int ring, long at)
    {
        if (!places.TryGetValue(id, out var place))
            places[id] = place = new();
        (place.Ring, place.At) = (ring, at);
    }
}
