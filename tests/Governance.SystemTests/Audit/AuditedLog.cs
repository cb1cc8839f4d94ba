using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.Server.Audit.Signing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.Transparency.Notes;
using Governance.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Audit;

/// <summary>A running server seen from the log's side, and what an attacker with the database may do to it.</summary>
internal sealed class AuditedLog(GovernanceHost host)
{
    public GovernanceHost Host => host;

    public EventStore Store => Of<EventStore>();

    public LogState State => Of<LogState>();

    public LogCopy Copy => Of<LogCopy>();

    public Trust Trust => new([Of<INoteSigner>().Key]);

    public static async Task<AuditedLog> StartAsync(
        TestDatabase? database = null, string? folder = null, params string[] settings) =>
        new(await GovernanceHost.StartAsync(["--Audit:SweepSeconds=0.1", .. settings], database, folder));

    /// <summary>Appends facts of which nobody takes notice; answers the last position.</summary>
    public async Task<long> AppendAsync(int count, string stream = "audit-test")
    {
        var events = Enumerable.Range(0, count)
            .Select(i => EventTypes.Encode(new AuditEvent.Exported($"export {i}", Payloads: true)));
        var append = new StreamAppend(stream, ExpectedVersion.Any, [.. events]);
        var request = new AppendRequest([append], new AppendMetadata("person-1", "corr-1"));
        return (await Store.AppendAsync(request, TestContext.Current.CancellationToken)).LastPosition;
    }

    public Task SignedAsync(long position) =>
        Eventually.IsTrueAsync($"position {position} is signed", () => State.Signed?.Size >= position);

    public Task<LogDamage> DamagedAsync() =>
        Eventually.GetAsync("the damage is found", () => Task.FromResult(State.Damage));

    /// <summary>As superuser, with the log's own triggers switched off.</summary>
    public Task AttackAsync(string sql) =>
        host.Database.ExecuteAsync($"begin; set local session_replication_role = replica; {sql}; commit");

    /// <summary>What the offline verifier says about the copy outside the database.</summary>
    public Report CheckCopy(string? since = null) => LogCheck.Run(Copy.Folder, Trust, since, leavesOnly: true);

    private T Of<T>()
        where T : notnull => host.Services.GetRequiredService<T>();
}
