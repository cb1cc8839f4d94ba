using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Server.Clocks.Reports;

namespace Governance.Server.Clocks.Owed;

/// <summary>What one incident owes, as its own page shows it.</summary>
/// <param name="Standing">What the organisation is, ticked beforehand.</param>
/// <param name="AsOf">The position of a page of the past, or null for now.</param>
/// <param name="Names">What colleagues call an actor.</param>
public sealed record ClocksView(
    ClockDossier Dossier,
    RegimePack Pack,
    IReadOnlySet<Circumstance> Standing,
    long? AsOf,
    Func<string?, string?> Names)
{
    /// <summary>The clocks.</summary>
    public RegulatoryClocks Clocks => Dossier.Clocks;

    /// <summary>True for a box that is ticked: what was said last, or before that what the organisation is.</summary>
    public bool IsTicked(Circumstance circumstance) =>
        Clocks.Classified is { Circumstances.Count: > 0 } classified
            ? classified.Circumstances.Contains(circumstance)
            : Standing.Contains(circumstance);
}

/// <summary>One clock's report: the approved or drafted text, else as it would read now.</summary>
public sealed record ReportView(
    ClockDossier Dossier, Clock Clock, string Html, ReportDraft Now, Func<string?, string?> Names);
