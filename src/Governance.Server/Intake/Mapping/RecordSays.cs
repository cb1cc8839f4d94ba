using System.Globalization;
using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Mapping;

/// <summary>Everything kept of the record that is being read, and how it becomes an observation.</summary>
internal sealed class RecordSays(Texts texts, InstallationKey key) : IDisposable
{
    /// <summary>Dimensions of declared segments on one record.</summary>
    private const int MaxSegments = 8;

    /// <summary>Kept attributes of one declaration, and kinds in one statement of counts.</summary>
    private const int MaxDetails = 32;

    private readonly Dictionary<string, string> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _details = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Pseudonyms _pseudonyms = new(key);

    /// <summary>What the resource said.</summary>
    public FieldSlots Resource { get; } = new(texts);

    /// <summary>What the record said.</summary>
    public FieldSlots Record { get; } = new(texts);

    /// <summary>What an exception on the span said.</summary>
    public FieldSlots Exception { get; } = new(texts);

    /// <summary>The name of the event that a log record is.</summary>
    public string? EventName { get; set; }

    /// <summary>True when a log record's body holds a refusal.</summary>
    public bool BodyRefuses { get; set; }

    public void Dispose() => _pseudonyms.Dispose();

    public void Clear()
    {
        Record.Clear();
        Exception.Clear();
        _segments.Clear();
        _details.Clear();
        _counts.Clear();
        (EventName, BodyRefuses) = (null, false);
    }

    /// <summary>Takes an attribute of the record; false when nothing of it is kept.</summary>
    public bool Take(ReadOnlySpan<byte> key, AttributeValue value) =>
        Record.Take(key, value) || (key.StartsWith("governance."u8) && TakeNamed(key, value));

    /// <summary>The span's kind; null for one that is not ours.</summary>
    public ObservationKind? SpanKind() =>
        Record.Text(Field.Operation) is not { } word || Words.KindOf(word) is not { } kind ? null
        : kind is ObservationKind.Evaluation ? EvaluationKind(Record)
        : kind;

    /// <summary>The log record's kind; null for one that is not ours.</summary>
    public ObservationKind? LogKind() => (EventName ??= Record.Text(Field.EventName)) switch
    {
        null => null,
        "gen_ai.evaluation.result" => EvaluationKind(Record),
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
            declares is null ? null : DetailsOf(declares));
        return new RecordReading(Record, Resource, Exception, _pseudonyms).Observe(kind, head, receivedAt, besides);
    }

    /// <summary>An evaluation that was written as an event on the span it judges.</summary>
    public Observation ObserveEvaluation(FieldSlots evaluation, RecordHead span, DateTimeOffset receivedAt)
    {
        var besides = new Besides(evaluation.Text(Field.EvaluationName), evaluation.Number(Field.Score));
        return new RecordReading(evaluation, Resource, Exception, _pseudonyms)
            .Observe(EvaluationKind(evaluation), span, receivedAt, besides) with
        {
            ParentSpanId = null,
            LatencyMs = null,
            Failed = null,
            ErrorClass = null,
        };
    }

    private static ObservationKind EvaluationKind(FieldSlots slots) =>
        slots.Text(Field.EvaluationName) is "user_feedback" ? ObservationKind.Feedback : ObservationKind.Evaluation;

    private static string? Declared(string? eventName) =>
        eventName?.StartsWith(Declarations.Prefix, StringComparison.Ordinal) is true
        && Declarations.Knows(eventName[Declarations.Prefix.Length..])
            ? eventName[Declarations.Prefix.Length..]
            : null;

    private Dictionary<string, string>? DetailsOf(string declared)
    {
        var kept = _details.Where(detail => Declarations.Keeps(declared, detail.Key)).ToDictionary();
        return kept.Count > 0 ? kept : null;
    }

    private bool TakeNamed(ReadOnlySpan<byte> key, AttributeValue value)
    {
        if (texts.Of(key) is not { } name || !Identifier.IsName(name))
            return false;
        if (name.StartsWith(AttributeNames.SegmentPrefix, StringComparison.Ordinal))
            return Keep(_segments, MaxSegments, name[AttributeNames.SegmentPrefix.Length..], Word(value));
        if (name.StartsWith(AttributeNames.CountPrefix, StringComparison.Ordinal))
        {
            var kind = name[AttributeNames.CountPrefix.Length..];
            return value is { Type: AttributeType.Integer, Integer: >= 0 } && _counts.Count < MaxDetails
                && _counts.TryAdd(kind, value.Integer);
        }
        var detail = name[Declarations.Prefix.Length..];
        if (!Declarations.MayKeep(detail))
            return false;
        var said = detail is Declarations.Person && value.Type is AttributeType.Text
            ? _pseudonyms.OfUser(texts.Of(value.Text))
            : Word(value);
        return Keep(_details, MaxDetails, detail, said);
    }

    private static bool Keep(Dictionary<string, string> kept, int limit, string name, string? value) =>
        value is not null && kept.Count < limit && kept.TryAdd(name, value);

    private string? Word(AttributeValue value) => value.Type switch
    {
        AttributeType.Text => texts.Of(value.Text) is { } text && Identifier.IsLabel(text) ? text : null,
        AttributeType.Flag => value.Integer != 0 ? "true" : "false",
        AttributeType.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        AttributeType.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };
}
