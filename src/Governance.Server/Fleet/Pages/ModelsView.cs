using Governance.Domain.Fleet;
using Governance.Server.Fleet.Board;

namespace Governance.Server.Fleet.Pages;

/// <summary>The list of models.</summary>
/// <param name="Filter">What was asked.</param>
/// <param name="Rows">The page's rows.</param>
/// <param name="Matching">Rows of all pages.</param>
/// <param name="All">Deployments that somebody may have to look at: neither retired nor another's name.</param>
/// <param name="Unregistered">Those that nobody answers for.</param>
/// <param name="Restricted">Those where nothing, or not everything, may advance.</param>
/// <param name="Retired">Those that are over.</param>
public sealed record ModelsView(
    FleetFilter Filter,
    IReadOnlyList<FleetRow> Rows,
    int Matching,
    int All,
    int Unregistered,
    int Restricted,
    int Retired)
{
    internal string Summary
    {
        get
        {
            var first = ((Filter.Page - 1) * FleetFilter.PageSize) + 1;
            var word = Matching == 1 ? "model" : "models";
            return Rows.Count == 0
                ? $"0 of {FleetWords.Number(Matching)} {word}"
                : $"{FleetWords.Number(Matching)} {word}, {first}–{first + Rows.Count - 1}";
        }
    }

    internal string? Previous => Filter.Page > 1 ? (Filter with { Page = Filter.Page - 1 }).Url : null;

    internal string? Next =>
        Filter.Page * FleetFilter.PageSize < Matching ? (Filter with { Page = Filter.Page + 1 }).Url : null;

    internal static ModelsView Of(IReadOnlyList<FleetRow> all, FleetFilter filter)
    {
        var matching = all.Where(filter.Shows).ToList();
        return new ModelsView(
            filter,
            [.. matching.Skip((filter.Page - 1) * FleetFilter.PageSize).Take(FleetFilter.PageSize)],
            matching.Count,
            all.Count(row => row.Status is not (DeploymentStatus.Retired or DeploymentStatus.Claimed)),
            all.Count(row => row.Status is DeploymentStatus.Unregistered),
            all.Count(row => row.Restrictions.Count > 0),
            all.Count(row => row.Status is DeploymentStatus.Retired));
    }
}
