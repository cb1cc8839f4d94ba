using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Server.Incidents;
using Governance.Server.Incidents.Queue;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Incidents;

/// <summary>A running server, and the hands that raise signals in it and look at what became of them.</summary>
internal sealed class IncidentWorld(GovernanceHost host) : IAsyncDisposable
{
    internal static readonly DeploymentId Support = new("d0123456789abcdef");

    private static readonly StreamOf<SignalGroup, SignalGroupEvent> s_signals =
        new("signal-group", SignalGroup.Initial, SignalGroup.Evolve);

    internal GovernanceHost Host => host;

    internal Transactor Transactor => host.Services.GetRequiredService<Transactor>();

    internal EventStore Store => host.Services.GetRequiredService<EventStore>();

    internal QueueReader Queue => host.Services.GetRequiredService<QueueReader>();

    internal static async Task<IncidentWorld> StartAsync() => new(await GovernanceHost.StartAsync());

    public ValueTask DisposeAsync() => host.DisposeAsync();

    internal Task<Outcome<SignalGroup>> RaiseAsync(
        string fingerprint, long source, Severity severity = Severity.Sev2, string version = "v2") =>
        Transactor.TransactAsync(
            s_signals,
            fingerprint,
            new RaiseSignal(new Fingerprint(fingerprint), Subject(version), Evidence(source, severity)).Decide,
            Actor.Part("test-detector"),
            ct: TestContext.Current.CancellationToken);

    /// <summary>Waits until every reaction has handled everything, then until the queue shows it.</summary>
    internal async Task SettleAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(ct);
        await host.Services.GetRequiredService<ProjectionDaemon>()
            .WaitForNonStaleProjectionDataAsync(Patience.Long, ct);
    }

    internal async Task<IReadOnlyList<QueueRow>> RowsAsync(QueueFilter? filter = null) =>
        (await Queue.PageAsync(
            filter ?? new QueueFilter { View = SavedView.All },
            "person-x",
            TestContext.Current.CancellationToken)).Rows;

    internal async Task<Incident> IncidentAsync(string id) => (await Transactor.ReadAsync(
        IncidentStreams.Incident, id, TestContext.Current.CancellationToken)).State;

    internal Task<Outcome<Incident>> DoAsync(
        string id, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide) => Transactor.TransactAsync(
        IncidentStreams.Incident,
        id,
        decide,
        IncidentEffects.Of(new IncidentId(id)),
        Actor.Person(new PersonId("officer")),
        TestContext.Current.CancellationToken);

    internal async Task<IReadOnlyList<Fact>> FactsAsync(string streamId) =>
    [
        .. (await Store.FetchStreamAsync(streamId, ct: TestContext.Current.CancellationToken))
            .Select(EventTypes.Decode),
    ];

    private static SignalSubject Subject(string version) => new(
        Support, "support-triage", new ModelVersion(version), SignalKind.UnseenTool, null, "unseen");

    private static SignalEvidence Evidence(long source, Severity severity)
    {
        var now = new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
        return new SignalEvidence(
            "1", "sha256:0", 3.4, "log e-value", 3.0, null, 0.12, SignalDirection.Up,
            new ComparedWindow(new ModelVersion("v1"), now.AddHours(-1), now, 900, 0),
            new ComparedWindow(new ModelVersion("v2"), now.AddMinutes(-5), now, 120, 0.12),
            "send_email", [new ObservationAddress(1, 0)], severity, EvidenceLabel.Guaranteed,
            "observations are exchangeable", new SignalSource(source, 0));
    }
}
