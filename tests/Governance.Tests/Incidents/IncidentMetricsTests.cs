using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Server.Incidents;
using Governance.Server.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Tests.Incidents;

public sealed class IncidentMetricsTests : IDisposable
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddSeconds(1);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IncidentMetrics _metrics;
    private readonly MeterListener _listener = new();

    // Bounded by one test.
    private readonly List<(string Name, double Value, string Tags)> _seen = [];

    public IncidentMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new IncidentMetrics(meters, TimeProvider.System);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters
                && instrument.Name.StartsWith("governance.incidents.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => See(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => See(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => See(i, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Open_incidents_are_counted_by_the_severity_they_have_now()
    {
        Tell(0, "incident-a", IncidentFixtures.Declaration);
        Tell(1, "incident-b", IncidentFixtures.Declaration);
        Tell(2, "incident-b", new IncidentEvent.SeverityRaised(
            Severity.Sev2, Severity.Sev1, IncidentFixtures.Officer, "Spreads."));
        _listener.RecordObservableInstruments();
        Value("governance.incidents.open", "severity=critical").ShouldBe(1);
        Value("governance.incidents.open", "severity=high").ShouldBe(1);
        Value("governance.incidents.open", "severity=low").ShouldBe(0);
        Value("governance.incidents.unacknowledged", "").ShouldBe(2);

        Tell(3, "incident-a", new IncidentEvent.IncidentResolved(IncidentFixtures.Officer, "Done."));
        _seen.Clear();
        _listener.RecordObservableInstruments();
        Value("governance.incidents.open", "severity=high").ShouldBe(0);
    }

    [Fact]
    public void Time_to_acknowledge_counts_the_first_answer_only()
    {
        Tell(0, "incident-a", IncidentFixtures.Declaration);
        Tell(90, "incident-a", new IncidentEvent.IncidentAcknowledged(IncidentFixtures.Officer));
        Tell(95, "incident-a", new IncidentEvent.SeverityRaised(
            Severity.Sev2, Severity.Sev1, IncidentFixtures.Officer, "Spreads."));
        Tell(99, "incident-a", new IncidentEvent.IncidentAcknowledged(IncidentFixtures.Officer));
        _seen.Where(seen => seen.Name == "governance.incidents.time_to_acknowledge").Select(seen => seen.Value)
            .ShouldHaveSingleItem().ShouldBe(90);
    }

    [Fact]
    public void What_was_declared_before_the_start_is_open_and_not_counted_as_declared()
    {
        Tell(-86_400, "incident-a", IncidentFixtures.Declaration);
        _listener.RecordObservableInstruments();
        Value("governance.incidents.open", "severity=high").ShouldBe(1);
        _seen.ShouldNotContain(seen => seen.Name == "governance.incidents.declared");
    }

    private void Tell(int second, string stream, IncidentEvent happened)
    {
        var at = _start.AddSeconds(second);
        _metrics.Apply(new Fact(
            new RecordedEvent(1, Guid.Empty, stream, 1, "x", default, at, null, null, null, null, null),
            happened));
    }

    private double Value(string name, string tags) =>
        _seen.Last(seen => seen.Name == name && seen.Tags == tags).Value;

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _seen.Add((instrument.Name, value, text));
    }
}
