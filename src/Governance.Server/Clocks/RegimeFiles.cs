using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Clocks.Regimes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Governance.Server.Clocks;

/// <summary>
/// Reads a pack of reporting duties and a calendar, <c>Packs/*.yaml</c>: embedded, or an organisation's own files. A
/// row whose number its own quote does not say stops the start, rather than somebody at the deadline.
/// </summary>
public static class RegimeFiles
{
    /// <summary>Years for which a yearly holiday is written out, from <see cref="FirstYear"/>.</summary>
    private const int Years = 100;

    private const int FirstYear = 2020;

    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build();

    /// <summary>The embedded file, or the one that is named.</summary>
    public static string TextOf(string name, string? file)
    {
        if (file is not null)
            return File.ReadAllText(file);
        var stream = typeof(RegimeFiles).Assembly.GetManifestResourceStream($"clocks/{name}.yaml")
            ?? throw new InvalidOperationException($"The pack {name}.yaml is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a pack.</summary>
    /// <exception cref="FormatException">A row says something that it may not; the message names it.</exception>
    public static RegimePack ReadPack(string text)
    {
        var file = s_yaml.Deserialize<PackFile>(new MergingParser(new Parser(new StringReader(text))));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var rows = file.Rows.Select(row => row.ToRow()).ToList();
        if (rows.Count > RegimePack.RowsMax)
            throw new FormatException($"A pack holds at most {RegimePack.RowsMax} rows.");
        if (rows.CountBy(row => row.Id).FirstOrDefault(one => one.Value > 1) is { Key: { } twice })
            throw new FormatException($"The pack has two rows {twice}.");
        foreach (var row in rows.Where(row => row.Reading is SourceReading.Text))
        {
            if (!QuotedPeriods.Says(row.Quote, row.Period))
                throw new FormatException($"{row.Id}: \"{row.Period}\" is not what its quote says: \"{row.Quote}\"");
        }

        return new RegimePack(file.Version, digest, rows);
    }

    /// <summary>Reads a calendar.</summary>
    public static WorkingCalendar ReadCalendar(string text)
    {
        var file = s_yaml.Deserialize<CalendarFile>(text);
        var yearly = from day in file.EveryYear
            from year in Enumerable.Range(FirstYear, Years)
            select DayOf($"{year}-{day}");
        return new WorkingCalendar(
            TimeZoneInfo.FindSystemTimeZoneById(file.Zone), yearly.Concat(file.Days.Select(DayOf)).ToFrozenSet());
    }

    private static DateOnly DayOf(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class PackFile
    {
        public required int Version { get; init; }

        public required List<RowFile> Rows { get; init; }
    }

    private sealed class RowFile
    {
        public required string Id { get; init; }

        public required string Title { get; init; }

        public required string Duty { get; init; }

        public required string Recipient { get; init; }

        public required string Report { get; init; }

        public ReportKind Kind { get; init; } = ReportKind.Initial;

        public required ClockStart Start { get; init; }

        public required string Period { get; init; }

        public CountingRule Counting { get; init; } = CountingRule.None;

        public List<Circumstance> Requires { get; init; } = [];

        public List<List<Circumstance>> When { get; init; } = [];

        public required List<SpanFile> Validity { get; init; }

        public List<RouteFile> Routes { get; init; } = [];

        public required RowStatus Status { get; init; }

        public required string Quote { get; init; }

        public required string Source { get; init; }

        public required string ReadIn { get; init; }

        public required string ReadOn { get; init; }

        public required SourceReading Reading { get; init; }

        public RegimeRow ToRow() => new(
            Id, Title, Duty, Recipient, Start, Domain.Clocks.Regimes.Period.Parse(Period), Quote, Source, ReadIn,
            DayOf(ReadOn), Reading, Status)
        {
            Report = Report,
            Kind = Kind,
            Counting = Counting,
            Requires = Requires,
            When = When,
            Validity = [.. Validity.Select(span => span.ToValidity())],
            Routes = [.. Routes.Select(one => one.ToRoute())],
        };
    }

    private sealed class SpanFile
    {
        public required string From { get; init; }

        public string? Until { get; init; }

        public Circumstance? When { get; init; }

        public required SourceReading Reading { get; init; }

        public Validity ToValidity() => new(DayOf(From), Until is null ? null : DayOf(Until), When, Reading);
    }

    private sealed class RouteFile
    {
        public required Circumstance When { get; init; }

        public required string Recipient { get; init; }

        public required string Basis { get; init; }

        public required SourceReading Reading { get; init; }

        public RecipientRoute ToRoute() => new(When, Recipient, Basis, Reading);
    }

    private sealed class CalendarFile
    {
        public required string Zone { get; init; }

        public List<string> EveryYear { get; init; } = [];

        public List<string> Days { get; init; } = [];
    }
}
