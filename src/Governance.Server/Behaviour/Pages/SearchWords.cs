using System.Globalization;
using Governance.Server.Shell;

namespace Governance.Server.Behaviour.Pages;

/// <summary>How a search says what it did, and above all what it did not do.</summary>
internal static class SearchWords
{
    /// <summary><c>50 observations; 3 segments read, 1,204 excluded by their headers, in 12 ms.</c></summary>
    internal static string Of(SearchView view)
    {
        if (view.Cost is not { } cost)
            return "";
        var said = new List<string>
        {
            Counted(view.Rows.Count, "observation"),
            $"{Counted(cost.Opened, "segment")} read, {Number(cost.Skipped)} excluded, in {Moment.Length(cost.Took)}",
        };
        if (cost.Retired > 0)
            said.Add($"{Counted(cost.Retired, "segment")} of that time retired: the observations are gone");
        if (cost.BackTo is { } back)
            said.Add($"searched back to {Moment.Absolute(back)}, there is more");
        return string.Join("; ", said) + ".";
    }

    private static string Counted(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
