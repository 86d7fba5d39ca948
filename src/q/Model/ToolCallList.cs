using System.Text;

namespace Q.Model;

/// <summary>
/// Puts tool calls together from their pieces, whatever the server does: no index, one index for all, no id, the name
/// in every piece, the whole call at once. One stream's own.
/// </summary>
internal sealed class ToolCallList
{
    private readonly List<Call> _calls = [];

    public int Count => _calls.Count;

    /// <summary>The call that a piece belongs to; a new one if it belongs to none.</summary>
    /// <param name="index">As the server numbers it; -1 when it does not.</param>
    /// <param name="id">The call's id if the piece has one.</param>
    /// <param name="named">The piece begins a call: it carries a name.</param>
    public Call At(int index, string id, bool named)
    {
        var found = Find(index, id, named);
        if (found is not null)
            return found;
        var call = new Call(index);
        _calls.Add(call);
        return call;
    }

    /// <summary>Each with an id of its own: results are told apart by it.</summary>
    public IEnumerable<ModelToolUse> Finished()
    {
        for (var at = 0; at < _calls.Count; at++)
        {
            var call = _calls[at];
            if (_calls.FindIndex(other => other.Id == call.Id) < at)
                call.Id = "";
            if (call.Name.Length > 0)
                yield return call.Finish();
        }
    }

    private Call? Find(int index, string id, bool named)
    {
        if (id.Length > 0)
        {
            if (_calls.Find(call => call.Id == id && call.Index == index) is { } exact)
                return exact;
            // The same id under another index, begun by a name, is another call: some servers give every call one id.
            if (_calls.Find(call => call.Id == id && !(named && call.Name.Length > 0 && index >= 0 && call.Index >= 0)) is { } same)
                return same;
            // Another id under an index that is taken is another call: some servers number every call 0.
            return _calls.FindLast(call =>
                index >= 0 && call.Index == index && call.Id.Length == 0 && !(named && call.Name.Length > 0));
        }
        if (index >= 0)
            return _calls.FindLast(call => call.Index == index);
        // Neither: a piece with a name begins a call once the last one has its arguments.
        return _calls.Count > 0 && !(named && _calls[^1].Arguments.Length > 0) ? _calls[^1] : null;
    }

    /// <summary>One call on its way.</summary>
    internal sealed class Call(int index)
    {
        public int Index { get; } = index;

        public string Id { get; set; } = "";

        public string Name { get; private set; } = "";

        public StringBuilder Arguments { get; } = new();

        public void AddName(string piece)
        {
            if (piece.Length > 0 && piece != Name)
                Name = Arguments.Length == 0 ? Name + piece : Name;
        }

        public ModelToolUse Finish()
        {
            var id = Id.Length > 0 ? Id : "call_" + Guid.NewGuid().ToString("N")[..16];
            var arguments = Arguments.ToString().Trim();
            return new(id, Name, arguments.Length == 0 || arguments == "null" ? "{}" : arguments);
        }
    }
}
