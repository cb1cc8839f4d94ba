using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Intake;

namespace Governance.Server.Fleet.Board;

/// <summary>What one deployment served, by version.</summary>
internal sealed class ServedCount
{
    /// <summary>Versions told apart; what further ones serve counts in the whole only.</summary>
    private const int VersionsMax = 64;

    /// <summary>The page shows a share of the last day.</summary>
    private const int Hours = 24;

    // Bounded by VersionsMax; a sender that names no version counts under the empty name.
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    private readonly HourlyCounts _all = new(Hours);

    internal void Add(string? version, ServingSeen serving, DateTimeOffset recordedAt)
    {
        var last = Earlier(serving.LastStart, recordedAt);
        _all.Add(last, serving.Count);
        LineOf(version ?? "")?.Add(serving.Count, Earlier(serving.FirstStart, last), last);
    }

    /// <summary>Registered versions, seen or not, and what was seen beside them; the busiest first.</summary>
    internal IReadOnlyList<VersionSeen> Rows(IReadOnlyList<RegisteredVersion> registered, DateTimeOffset now)
    {
        var all = _all.Latest(Hours, now);
        var known = registered.ToDictionary(version => version.Version.Value, StringComparer.Ordinal);
        return
        [
            .. _lines.Keys.Union(known.Keys)
                .Select(version => RowOf(version, known.GetValueOrDefault(version), all, now))
                .OrderByDescending(row => row.Share24Hours ?? 0)
                .ThenByDescending(row => row.LastSeen)
                .ThenBy(row => row.Version?.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>A sender's clock may run ahead; nothing happened after it was recorded.</summary>
    internal static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private VersionSeen RowOf(string version, RegisteredVersion? registered, long all, DateTimeOffset now)
    {
        var line = _lines.GetValueOrDefault(version);
        var share = KnownShare.Among(line?.Latest.Latest(Hours, now) ?? 0, all)?.Share;
        ModelVersion? named = version.Length == 0 ? null : new ModelVersion(version);
        return new VersionSeen(named, registered, line?.Count ?? 0, share, line?.First, line?.Last);
    }

    private Line? LineOf(string version)
    {
        if (!_lines.TryGetValue(version, out var line) && _lines.Count < VersionsMax)
            _lines.Add(version, line = new Line());
        return line;
    }

    private sealed class Line
    {
        internal long Count { get; private set; }

        internal DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

        internal DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

        internal HourlyCounts Latest { get; } = new(Hours);

        internal void Add(long count, DateTimeOffset first, DateTimeOffset last)
        {
            Count += count;
            First = Earlier(First, first);
            Last = last > Last ? last : Last;
            Latest.Add(last, count);
        }
    }
}
