namespace Governance.Server.Intake.Pages;

/// <summary>What the page of intake shows.</summary>
/// <param name="Rows">Every deployment that ever streamed, the busiest first.</param>
/// <param name="Nobodys">What this node left out of requests in which no deployment was recognised.</param>
/// <param name="At">When it was read.</param>
public sealed record IntakeView(IReadOnlyList<SenderRow> Rows, NotStored Nobodys, DateTimeOffset At)
{
    /// <summary>Observations a second over the last minute, of all together.</summary>
    public double PerSecond => Rows.Sum(row => row.PerSecondMinute);
}

/// <summary>One deployment as intake sees it. Rates are observations a second, by the time of recording.</summary>
/// <param name="Deployment">Opaque id.</param>
/// <param name="Name">As its senders name it.</param>
/// <param name="Environment">Of the last segment.</param>
/// <param name="PerSecondNow">Over the last whole ten seconds.</param>
/// <param name="PerSecondMinute">Over the last minute.</param>
/// <param name="PerSecond15Minutes">Over the last 15 minutes.</param>
/// <param name="Kinds">Observations of the last day on which it streamed, by kind.</param>
/// <param name="Coverage">Share of that day's inferences that tell each of <see cref="Covered"/>; empty without
/// any.</param>
/// <param name="Vocabularies">What was spoken on that day.</param>
/// <param name="Lag">From the youngest event of the last segment to its commit.</param>
/// <param name="LastSeen">When the last segment was recorded.</param>
/// <param name="NotStored">What this node left out since its start.</param>
/// <param name="Completeness">What is held of the latest hours beside its own count, one sentence.</param>
/// <param name="Dropped">Attributes and fields that were not kept, by reason, over all nodes and time.</param>
public sealed record SenderRow(
    string Deployment,
    string Name,
    string Environment,
    double PerSecondNow,
    double PerSecondMinute,
    double PerSecond15Minutes,
    IReadOnlyDictionary<string, long> Kinds,
    IReadOnlyDictionary<string, double> Coverage,
    IReadOnlyList<string> Vocabularies,
    TimeSpan Lag,
    DateTimeOffset LastSeen,
    NotStored NotStored,
    string Completeness,
    IReadOnlyDictionary<string, long> Dropped)
{
    /// <summary>What most of the signals need; the model's own page has all of it.</summary>
    internal static IReadOnlyList<string> Covered { get; } = ["finish", "tokens", "version"];
}
