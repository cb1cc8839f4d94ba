using System.Globalization;
using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Mapping;

/// <summary>Everything kept of the record that is being read, and how it becomes an observation.</summary>
internal sealed class RecordSays(Texts texts, InstallationKey key, PseudonymKeys keys) : IDisposable
{
    /// <summary>Dimensions of declared segments on one record.</summary>
    private const int MaxSegments = 8;

    /// <summary>Kept attributes of one declaration, and kinds in one statement of counts.</summary>
    private const int MaxDetails = 32;

    private static readonly byte[] s_segment = Encoding.UTF8.GetBytes(AttributeNames.SegmentPrefix);
    private static readonly byte[] s_count = Encoding.UTF8.GetBytes(AttributeNames.CountPrefix);

    private readonly Dictionary<string, string> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _details = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Pseudonyms _pseudonyms = new(key, keys);

    /// <summary>What the resource said.</summary>
    public FieldSlots Resource { get; } = new(texts);

    /// <summary>What the record said.</summary>
    public FieldSlots Record { get; } = new(texts);

    /// <summary>What an exception on the span said.</summary>
    public FieldSlots Exception { get; } = new(texts);

    /// <summary>Judgements that are written on the span.</summary>
    public SpanVerdicts Verdicts { get; } = new(texts);

    /// <summary>The name of the event that a log record is.</summary>
    public string? EventName { get; set; }

    /// <summary>True when a log record's body holds a refusal.</summary>
    public bool BodyRefuses { get; set; }

    public void Dispose() => _pseudonyms.Dispose();

    public void Clear()
    {
        Record.Clear();
        Exception.Clear();
        Verdicts.Clear();
        _segments.Clear();
        _details.Clear();
        _counts.Clear();
        (EventName, BodyRefuses) = (null, false);
    }

    /// <summary>Takes an attribute of the record; false when nothing of it is kept.</summary>
    public bool Take(ReadOnlySpan<byte> key, AttributeValue value) =>
        Record.Take(key, value)
        || (key.StartsWith("governance."u8) && TakeNamed(key, value))
        || Verdicts.Take(key, value);

    /// <summary>The span's kind; null for one that is not ours.</summary>
    public ObservationKind? SpanKind() =>
        Record.Text(Field.Operation) is not { } word || Words.KindOf(word) is not { } kind ? null
        : kind is ObservationKind.Evaluation ? SpanVerdicts.KindOf(Record)
        : kind;

    /// <summary>The log record's kind; null for one that is not ours.</summary>
    public ObservationKind? LogKind() => (EventName ??= Record.Text(Field.EventName)) switch
    {
        null => null,
        "gen_ai.evaluation.result" => SpanVerdicts.KindOf(Record),
        "gen_ai.choice" => BodyRefuses ? ObservationKind.Evaluation : null,
        "governance.halt.acknowledged" => ObservationKind.HaltAcknowledged,
        "governance.serving.state" => ObservationKind.ServingState,
        "governance.sender.counts" => ObservationKind.SenderCounts,
        { } name when Declared(name) is not null => ObservationKind.Declaration,
        _ => null,
    };

    /// <summary>The record as an observation.</summary>
    public Observation Observe(ObservationKind kind, RecordHead head, DateTimeOffset receivedAt)
    {
        var declares = kind is ObservationKind.Declaration ? Declared(EventName) : null;
        var besides = new Besides(
            BodyRefuses ? "refusal" : Record.Text(Field.EvaluationName),
            BodyRefuses ? 1 : Record.Number(Field.Score) ?? Record.Number(Field.RiskScore),
            _segments.Count > 0 ? new Dictionary<string, string>(_segments) : null,
            kind is ObservationKind.SenderCounts ? new Dictionary<string, long>(_counts) : null,
            declares,
            _details.Count == 0 ? null : DetailsOf(declares));
        return new RecordReading(Record, Resource, Exception, _pseudonyms).Observe(kind, head, receivedAt, besides);
    }

    /// <summary>A judgement that is written on the span it judges.</summary>
    public Observation Observe(SpanVerdict verdict, RecordHead span, DateTimeOffset receivedAt)
    {
        var said = verdict.Said;
        var besides = new Besides(
            said.Text(Field.EvaluationName), said.Number(Field.Score) ?? said.Number(Field.RiskScore));
        return new RecordReading(said, Resource, Exception, _pseudonyms)
            .Observe(verdict.Kind, span, receivedAt, besides) with
        {
            ParentSpanId = null,
            LatencyMs = null,
            Failed = null,
            ErrorClass = null,
            ErrorType = null,
            Vocabulary = said.Text(Field.Vocabulary) ?? Record.Text(Field.Vocabulary),
        };
    }

    /// <summary>What a record that says this has of its resource.</summary>
    public Lent LentTo(FieldSlots said) => new RecordReading(said, Resource, Exception, _pseudonyms).Lent;

    private static string? Declared(string? eventName) =>
        eventName?.StartsWith(Declarations.Prefix, StringComparison.Ordinal) is true
        && Declarations.Knows(eventName[Declarations.Prefix.Length..])
            ? eventName[Declarations.Prefix.Length..]
            : null;

    private Dictionary<string, string>? DetailsOf(string? declared)
    {
        var kept = _details.Where(detail => Declarations.Keeps(declared, detail.Key)).ToDictionary();
        return kept.Count > 0 ? kept : null;
    }

    private bool TakeNamed(ReadOnlySpan<byte> key, AttributeValue value)
    {
        if (key.StartsWith(s_segment))
            return Keep(_segments, MaxSegments, NameOf(key[s_segment.Length..]), Word(value));
        if (key.StartsWith(s_count))
        {
            return NameOf(key[s_count.Length..]) is { } kind
                && value is { Type: AttributeType.Integer, Integer: >= 0 }
                && _counts.Count < MaxDetails
                && _counts.TryAdd(kind, value.Integer);
        }
        if (NameOf(key[Declarations.Prefix.Length..]) is not { } detail || !Declarations.MayKeep(detail))
            return false;
        var said = detail is Declarations.Person && value.Type is AttributeType.Text
            ? _pseudonyms.OfUser(texts.Of(value.Text))
            : Word(value);
        return Keep(_details, MaxDetails, detail, said);
    }

    private string? NameOf(ReadOnlySpan<byte> key) =>
        texts.Of(key) is { } name && Identifier.IsName(name) ? name : null;

    private static bool Keep(Dictionary<string, string> kept, int limit, string? name, string? value) =>
        name is not null && value is not null && kept.Count < limit && kept.TryAdd(name, value);

    private string? Word(AttributeValue value) => value.Type switch
    {
        AttributeType.Text => texts.Of(value.Text) is { } text && Identifier.IsLabel(text) ? text : null,
        AttributeType.Flag => value.Integer != 0 ? "true" : "false",
        AttributeType.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        AttributeType.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };
}
