using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Server.Incidents;

namespace Governance.Server.Clocks.Wall;

/// <summary>Everything the clock wall shows.</summary>
/// <param name="Rows">Most urgent first.</param>
/// <param name="Unclassified">Incidents that wait to be classified.</param>
/// <param name="Pack">By what law.</param>
/// <param name="Standing">What the organisation is; empty: nobody is chased for a classification.</param>
public sealed record WallView(
    IReadOnlyList<WallRow> Rows,
    IReadOnlyList<UnclassifiedRow> Unclassified,
    RegimePack Pack,
    IReadOnlyCollection<Circumstance> Standing);

/// <summary>One running clock.</summary>
/// <param name="Name">The incident, e.g. <c>INC-1042</c>.</param>
public sealed record WallRow(IncidentId Incident, string Name, Clock Clock);

/// <summary>One incident that nobody has classified.</summary>
public sealed record UnclassifiedRow(IncidentId Incident, string Name, DateTimeOffset By);

/// <summary>Reads the wall from memory.</summary>
internal sealed class WallReader(ClockWall wall, ClockRules rules)
{
    /// <summary>Lines that a page shows; whoever owes more has the API.</summary>
    private const int RowsMax = 200;

    public WallView Read() => new(
        [.. wall.List().Take(RowsMax).Select(one => new WallRow(one.Incident, NameOf(one.All), one.Clock))],
        [
            .. wall.Unclassified().Take(RowsMax)
                .Select(one => new UnclassifiedRow(one.Incident, NameOf(one.Clocks), one.Clocks.ClassifyBy!.Value)),
        ],
        rules.Pack,
        rules.Standing);

    private static string NameOf(RegulatoryClocks clocks) =>
        clocks.Number is { } number ? IncidentLinks.Name(number) : "the incident";
}
