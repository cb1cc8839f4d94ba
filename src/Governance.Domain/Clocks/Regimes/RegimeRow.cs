namespace Governance.Domain.Clocks.Regimes;

/// <summary>What makes a duty's time run.</summary>
public enum ClockStart
{
    /// <summary>Becoming aware.</summary>
    Awareness,

    /// <summary>Discovering it.</summary>
    Discovery,

    /// <summary>Determining it, or knowing enough to believe it reasonably.</summary>
    ReasonableBelief,

    /// <summary>The report before this one was sent.</summary>
    PreviousReport,

    /// <summary>The incident was resolved.</summary>
    Resolution,
}

/// <summary>How the latest lawful time is counted.</summary>
public enum CountingRule
{
    /// <summary>No rule was read: the strict time is the only one shown.</summary>
    None,

    /// <summary>Regulation (EEC, Euratom) No 1182/71, Article 3.</summary>
    EuropeanUnion,
}

/// <summary>Which of a duty's reports it is.</summary>
public enum ReportKind
{
    /// <summary>The first one; what is not known yet is said to be unknown.</summary>
    Initial,

    /// <summary>What has become known since, while it is not over.</summary>
    Intermediate,

    /// <summary>Everything.</summary>
    Final,
}

/// <summary>How well something in a pack is known.</summary>
public enum SourceReading
{
    /// <summary>The words were read at the address given.</summary>
    Text,

    /// <summary>Somebody else says so.</summary>
    SecondHand,

    /// <summary>Nobody has looked it up.</summary>
    Memory,
}

/// <summary>Where a rule stands.</summary>
public enum RowStatus
{
    /// <summary>Law; its validity says from when.</summary>
    Adopted,

    /// <summary>Not law yet.</summary>
    Draft,

    /// <summary>Kept, and not applied.</summary>
    Disabled,
}

/// <summary>From when until when a rule applies, where <paramref name="When"/> holds; null: always.</summary>
public sealed record Validity(DateOnly From, DateOnly? Until, Circumstance? When, SourceReading Reading);

/// <summary>Another recipient where a circumstance holds.</summary>
/// <param name="Basis">The provision that says so.</param>
public sealed record RecipientRoute(Circumstance When, string Recipient, string Basis, SourceReading Reading);

/// <summary>One reporting duty of one regime: data with its own words of law, never a constant in code.</summary>
/// <param name="Id">Names it for ever, e.g. <c>eu-ai-act-73-2</c>.</param>
/// <param name="Title">The provision as people cite it.</param>
/// <param name="Duty">What is to be done, one phrase.</param>
/// <param name="Quote">The words of the text, verbatim.</param>
/// <param name="Source">The text's address.</param>
/// <param name="ReadIn">What was in hand when they were read, one phrase.</param>
/// <param name="ReadOn">When.</param>
public sealed record RegimeRow(
    string Id,
    string Title,
    string Duty,
    string Recipient,
    ClockStart Start,
    Period Period,
    string Quote,
    string Source,
    string ReadIn,
    DateOnly ReadOn,
    SourceReading Reading,
    RowStatus Status)
{
    /// <summary>
    /// Rows with the same one ask for one and the same report: the strictest that applies wins. Also what a following
    /// report follows.
    /// </summary>
    public required string Report { get; init; }

    /// <summary>Which report it is.</summary>
    public ReportKind Kind { get; init; }

    /// <summary>How the latest lawful time is counted.</summary>
    public CountingRule Counting { get; init; }

    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<Circumstance> Requires { get; init; } = [];

    /// <summary>And all of one of these lists.</summary>
    public IReadOnlyList<IReadOnlyList<Circumstance>> When { get; init; } = [];

    /// <summary>From when it applies.</summary>
    public required IReadOnlyList<Validity> Validity { get; init; }

    /// <summary>Other recipients.</summary>
    public IReadOnlyList<RecipientRoute> Routes { get; init; } = [];

    /// <summary>True when the words of the law were read, and it is law.</summary>
    public bool CountsAsLaw => Reading is SourceReading.Text && Status is RowStatus.Adopted;

    /// <summary>To whom the report goes where these circumstances hold, and on what basis.</summary>
    public string RecipientOf(IReadOnlySet<Circumstance> circumstances) =>
        Routes.FirstOrDefault(route => circumstances.Contains(route.When)) is { } route
            ? $"{route.Recipient} ({route.Basis}{Doubt(route)})"
            : Recipient;

    private static string Doubt(RecipientRoute route) =>
        route.Reading is SourceReading.Text ? "" : ", second hand: confirm";
}

/// <summary>The rows of a pack, as they were when a clock started.</summary>
/// <param name="Version">Counts up with every change.</param>
/// <param name="Digest">SHA-256 over the file, hex.</param>
/// <param name="Rows">Bounded by <see cref="RowsMax"/>.</param>
public sealed record RegimePack(int Version, string Digest, IReadOnlyList<RegimeRow> Rows)
{
    /// <summary>More duties than any organisation answers to at one time.</summary>
    public const int RowsMax = 200;

    /// <summary>The row of that name, or null.</summary>
    public RegimeRow? Find(string id) => Rows.FirstOrDefault(row => row.Id == id);
}
