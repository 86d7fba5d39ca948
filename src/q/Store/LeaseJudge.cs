namespace Q.Store;

/// <summary>A row of <c>leases</c>.</summary>
internal sealed record Lease(ProcessIdentity Owner, DateTimeOffset Renewed);

/// <summary>
/// Says whose a lease is. On the same system the process table knows; for a home that is shared between containers or
/// machines only the time of the last renewal does.
/// </summary>
/// <param name="own">This process.</param>
/// <param name="startOf">See <see cref="ProcessIdentity.StartOf"/>.</param>
internal sealed class LeaseJudge(ProcessIdentity own, Func<int, string?> startOf, TimeProvider time)
{
    public static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan StaleElsewhere = TimeSpan.FromMinutes(5);

    public ProcessIdentity Own { get; } = own;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The pid of the live process, not this one, that holds the lease; 0 when it is ours or free to take.</summary>
    public int HeldBy(Lease lease)
    {
        var owner = lease.Owner;
        if (owner == Own)
            return 0;
        if (owner.Host != Own.Host)
            return Now - lease.Renewed > StaleElsewhere ? 0 : owner.Pid;
        var started = startOf(owner.Pid);
        var reused = started is not ("" or null) && owner.Started.Length > 0 && started != owner.Started;
        return started is null || reused ? 0 : owner.Pid;
    }
}
