using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>Work that one node of several does at a time.</summary>
/// <param name="Name">Of its lease, the same in every binary.</param>
/// <param name="WorkAsync">
/// Works until cancelled. What it writes carries the lease's guard, so that a holder who has lost it without knowing
/// (paused, cut off) writes nothing any more. Work that ends by itself leaves the duty to nodes that can go on.
/// </param>
internal sealed record Duty(string Name, Func<Lease, CancellationToken, Task> WorkAsync);
