using System.Globalization;
using Governance.Domain.Fleet;
using Governance.Server.Fleet.Board;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Server.Fleet.Pages;

/// <summary>What the list of models is asked; all of it is in the address.</summary>
/// <param name="View">all, unregistered, restricted or retired.</param>
/// <param name="Search">Part of a name, an environment, an owner or a version.</param>
/// <param name="Page">Counted from 1.</param>
public sealed record FleetFilter(string View, string Search, int Page)
{
    /// <summary>Rows of a page: what one can look through without losing the place.</summary>
    internal const int PageSize = 50;

    internal static FleetFilter Parse(IQueryCollection query) => new(
        query["view"].ToString() is "unregistered" or "restricted" or "retired" ? query["view"].ToString() : "all",
        query["q"].ToString().Trim(),
        int.TryParse(query["page"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? Math.Max(page, 1)
            : 1);

    internal string Url => QueryHelpers.AddQueryString(
        FleetLinks.Models,
        new Dictionary<string, string?>
        {
            ["view"] = View == "all" ? null : View,
            ["q"] = Search.Length == 0 ? null : Search,
            ["page"] = Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture),
        }.Where(pair => pair.Value is not null));

    /// <summary>Whether a row is in this view and holds what is searched.</summary>
    internal bool Shows(FleetRow row) => IsIn(row) && Texts(row).Any(Matches);

    private bool IsIn(FleetRow row) => View switch
    {
        "unregistered" => row.Status is DeploymentStatus.Unregistered,
        "restricted" => row.Restrictions.Count > 0,
        "retired" => row.Status is DeploymentStatus.Retired,
        _ => row.Status is not (DeploymentStatus.Retired or DeploymentStatus.Claimed),
    };

    private bool Matches(string? text) => text?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<string?> Texts(FleetRow row) =>
        [row.Name, row.Environment, row.Owner, .. row.Names, .. row.Versions.Select(version => version.Version?.Value)];
}
