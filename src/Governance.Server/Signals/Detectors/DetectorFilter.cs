using Governance.Domain.Signals;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Server.Signals.Detectors;

/// <summary>By what the list of detectors is ordered.</summary>
public enum DetectorSort
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>Least precise first; those that nobody has judged come last.</summary>
    Precision,

    /// <summary>Most episodes in a week first.</summary>
    Noise,

    /// <summary>Those that can say least first.</summary>
    Silence,

    /// <summary>Those that may spend most first.</summary>
    Budget,
}

/// <summary>What the list of detectors is asked; all of it is in the address.</summary>
/// <param name="Search">Part of a name, a word or an alarm.</param>
/// <param name="Label">Only those whose alarm is worth this; null: all.</param>
/// <param name="Voice">Only those in this state; null: all.</param>
/// <param name="Sort">The order.</param>
public sealed record DetectorFilter(string Search, EvidenceLabel? Label, DetectorVoice? Voice, DetectorSort Sort)
{
    internal static DetectorFilter Parse(IQueryCollection query) => new(
        query["q"].ToString().Trim(),
        Read<EvidenceLabel>(query["label"]),
        Read<DetectorVoice>(query["state"]),
        Read<DetectorSort>(query["sort"]) ?? DetectorSort.Name);

    /// <summary>The same list in another form, e.g. <c>.csv</c>.</summary>
    internal string UrlAs(string extension) => QueryHelpers.AddQueryString(
        DetectorLinks.Detectors + extension,
        new Dictionary<string, string?>
        {
            ["q"] = Search.Length == 0 ? null : Search,
            ["label"] = Label?.Word(),
            ["state"] = Voice?.Word(),
            ["sort"] = Sort is DetectorSort.Name ? null : Sort.Word(),
        }.Where(pair => pair.Value is not null));

    /// <summary>The detectors that are asked for, in the order that is asked for.</summary>
    internal IReadOnlyList<DetectorHealth> Of(IEnumerable<DetectorHealth> detectors)
    {
        var named = detectors.Where(Shows).OrderBy(one => one.Name, StringComparer.Ordinal);
        return Sort switch
        {
            DetectorSort.Precision => [.. named.OrderBy(one => one.PrecisionOfAll ?? double.PositiveInfinity)],
            DetectorSort.Noise => [.. named.OrderByDescending(one => one.EpisodesInAWeek)],
            DetectorSort.Silence => [.. named.OrderBy(one => one.Voice)],
            DetectorSort.Budget => [.. named.OrderByDescending(one => one.FalseIncidentsPerWeek)],
            _ => [.. named],
        };
    }

    private bool Shows(DetectorHealth one) => (Label is null || one.Label == Label)
        && (Voice is null || one.Voice == Voice)
        && new[] { one.Name, one.Word, one.Alarm }.Any(
            text => text.Contains(Search, StringComparison.OrdinalIgnoreCase));

    private static T? Read<T>(string? word)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
