namespace Governance.Domain.Clocks;

/// <summary>Begins to wait for somebody to say what an incident is before the law.</summary>
/// <param name="Number">Position of the incident's declaration.</param>
/// <param name="DeclaredAt">When it was declared: the first time of awareness, until an earlier one is known.</param>
/// <param name="Within">How long it may take.</param>
public sealed record AwaitClassification(long Number, DateTimeOffset DeclaredAt, TimeSpan Within)
{
    /// <summary>It is awaited once, unless it has been said already.</summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        return clocks.ClassifyBy is null && clocks.Classified is null
            ? Decision.Append<RegulatoryClockEvent>(
                new RegulatoryClockEvent.ClassificationAwaited(Number, DeclaredAt, DeclaredAt + Within))
            : Decision.Nothing<RegulatoryClockEvent>();
    }
}
