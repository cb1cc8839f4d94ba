namespace Governance.Domain.Clocks.Regimes;

/// <summary>Which duties an incident brings, each with the reason why or why not.</summary>
public static class Applicability
{
    /// <summary>
    /// One verdict for each row, in the pack's order. What counts is the law at the time of awareness; of the rows that
    /// ask for one report the one that is due first wins.
    /// </summary>
    public static IReadOnlyList<RowVerdict> Of(
        RegimePack pack, IReadOnlySet<Circumstance> circumstances, DateTimeOffset awareAt, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var alone = pack.Rows.Select(row => (Row: row, Verdict: Alone(row, circumstances, calendar.DayOf(awareAt))))
            .ToList();
        var winners = alone.Where(one => one.Verdict.Standing is Standing.Applies)
            .GroupBy(one => one.Row.Report, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.MinBy(one => Due(one.Row, awareAt, calendar)).Row,
                StringComparer.Ordinal);
        return [.. alone.Select(one => Against(winners, one.Row, one.Verdict))];
    }

    private static RowVerdict Against(
        Dictionary<string, RegimeRow> winners, RegimeRow row, RowVerdict verdict) =>
        verdict.Standing is Standing.Applies && winners[row.Report] is { } winner && winner != row
            ? new RowVerdict(
                row.Id, Standing.Superseded, $"One report with {winner.Title}, which is due first ({winner.Period}).")
            : verdict;

    private static DateTimeOffset? Due(RegimeRow row, DateTimeOffset awareAt, WorkingCalendar calendar) =>
        DueTimes.Of(row.Period, row.Counting, awareAt, calendar).StrictAt;

    private static RowVerdict Alone(RegimeRow row, IReadOnlySet<Circumstance> circumstances, DateOnly day)
    {
        if (!row.CountsAsLaw)
            return new RowVerdict(row.Id, Standing.NotLaw, WhyNoLaw(row));
        if (Lacking(row, circumstances) is { } lacking)
            return new RowVerdict(row.Id, Standing.NotApplicable, lacking);
        if (Outside(row, circumstances, day) is { } outside)
            return outside;
        return row.Start switch
        {
            ClockStart.PreviousReport => new RowVerdict(
                row.Id, Standing.Waits, "Starts when the report before is sent."),
            ClockStart.Resolution => new RowVerdict(row.Id, Standing.Waits, "Starts when the incident is resolved."),
            _ => new RowVerdict(row.Id, Standing.Applies, "Applies by: " + Given(row, circumstances) + "."),
        };
    }

    private static string WhyNoLaw(RegimeRow row) => (row.Status, row.Reading) switch
    {
        (RowStatus.Disabled, _) => "The pack does not apply it.",
        (RowStatus.Draft, _) => "A draft, not law.",
        (_, SourceReading.SecondHand) => "Second hand: its words were not read at the source.",
        _ => "From memory: its words were not read at the source.",
    };

    private static string? Lacking(RegimeRow row, IReadOnlySet<Circumstance> circumstances)
    {
        var missing = row.Requires.Where(one => !circumstances.Contains(one)).ToList();
        if (missing.Count > 0)
            return $"Not given: {string.Join(", ", missing.Select(one => one.Words()))}.";
        return row.When.Count == 0 || row.When.Any(all => all.All(circumstances.Contains))
            ? null
            : "Nothing that happened is of the kinds that it names.";
    }

    private static string Given(RegimeRow row, IReadOnlySet<Circumstance> circumstances) => string.Join(
        ", ",
        row.Requires
            .Concat(row.When.FirstOrDefault(all => all.All(circumstances.Contains)) ?? [])
            .Distinct()
            .Select(one => one.Words()));

    /// <summary>
    /// Where validity hangs on a circumstance that nobody has stated, the earliest one counts: unsure is the stricter.
    /// </summary>
    private static RowVerdict? Outside(RegimeRow row, IReadOnlySet<Circumstance> circumstances, DateOnly day)
    {
        var stated = row.Validity.Where(one => one.When is not { } when || circumstances.Contains(when)).ToList();
        var spans = stated.Count > 0 ? stated : row.Validity;
        if (spans.Any(span => span.From <= day && !(span.Until < day)))
            return null;
        return spans.Any(span => span.From > day)
            ? new RowVerdict(
                row.Id,
                Standing.NotYetApplicable,
                $"Adopted, not yet applicable: from {spans.Where(s => s.From > day).Min(s => s.From):yyyy-MM-dd}.")
            : new RowVerdict(
                row.Id, Standing.NoLongerApplicable, $"Applied until {spans.Max(span => span.Until):yyyy-MM-dd}.");
    }
}
