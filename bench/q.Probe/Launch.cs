using System.Runtime.InteropServices;
using System.Text;
using Q.Processes;

namespace Q.Probe;

/// <summary>What to start, in which folder, with nothing in its environment but what is given.</summary>
internal sealed record Launch(string[] Command, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    private const int ReadWrite = 2;
    private const int WriteOnly = 1;

    /// <summary>Starts it with output to nowhere and an empty standard input.</summary>
    public int Start() => Spawn("/dev/null", "/dev/null");

    /// <summary>Starts it with a terminal of its own.</summary>
    public int StartIn(string terminal) => Spawn(terminal, terminal);

    /// <summary>The same, but it stops itself before its first instruction, until who traces it lets it go on: a short
    /// program would be over.</summary>
    public Launch Held() => this with { Command = ["/bin/sh", "-c", "kill -STOP $$; exec \"$@\"", "sh", .. Command] };

    /// <summary>Waits for its end, and gives its exit code, or minus the signal.</summary>
    public static unsafe int Wait(int pid)
    {
        int status;
        while (SpawnLibc.waitpid(pid, &status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != 4)
                return -1;
        }
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : -(status & 0x7f);
    }

    private unsafe int Spawn(string input, string output)
    {
        var actions = stackalloc byte[SpawnLibc.OpaqueSize];
        var attributes = stackalloc byte[SpawnLibc.OpaqueSize];
        var signals = stackalloc byte[SpawnLibc.OpaqueSize];
        using var arena = new Arena();
        _ = SpawnLibc.posix_spawn_file_actions_init(actions);
        _ = SpawnLibc.posix_spawnattr_init(attributes);
        _ = SpawnLibc.posix_spawnattr_setflags(attributes, SpawnLibc.SpawnFlags);
        _ = SpawnLibc.sigfillset(signals);
        _ = SpawnLibc.posix_spawnattr_setsigdefault(attributes, signals);
        _ = SpawnLibc.sigemptyset(signals);
        _ = SpawnLibc.posix_spawnattr_setsigmask(attributes, signals);
        // The first terminal that the leader of a new session opens becomes its own.
        _ = SpawnLibc.posix_spawn_file_actions_addopen(actions, 0, arena.Text(input), input == output ? ReadWrite : 0,
            0);
        _ = SpawnLibc.posix_spawn_file_actions_addopen(actions, 1, arena.Text(output), input == output ? ReadWrite
            : WriteOnly, 0);
        _ = SpawnLibc.posix_spawn_file_actions_adddup2(actions, 1, 2);
        _ = SpawnLibc.posix_spawn_file_actions_addchdir_np(actions, arena.Text(Folder));
        int pid;
        var problem = SpawnLibc.posix_spawn(
            &pid, arena.Text(Command[0]), actions, attributes, arena.List(Command),
            arena.List([.. Environment.Select(static pair => $"{pair.Key}={pair.Value}")]));
        _ = SpawnLibc.posix_spawn_file_actions_destroy(actions);
        _ = SpawnLibc.posix_spawnattr_destroy(attributes);
        return problem == 0 ? pid
            : throw new InvalidOperationException($"{Command[0]} cannot be started: error {problem}.");
    }

    /// <summary>Texts as C wants them, until the call is over.</summary>
    private sealed unsafe class Arena : IDisposable
    {
        private readonly List<nint> _held = [];

        public byte* Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text + "\0");
            var held = Marshal.AllocHGlobal(bytes.Length);
            Marshal.Copy(bytes, 0, held, bytes.Length);
            _held.Add(held);
            return (byte*)held;
        }

        public byte** List(string[] texts)
        {
            var held = (byte**)Marshal.AllocHGlobal((texts.Length + 1) * sizeof(byte*));
            _held.Add((nint)held);
            for (var i = 0; i < texts.Length; i++)
                held[i] = Text(texts[i]);
            held[texts.Length] = null;
            return held;
        }

        public void Dispose() => _held.ForEach(Marshal.FreeHGlobal);
    }
}
