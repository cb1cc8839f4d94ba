using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Prices;
using Governance.Server.Intake.Privacy;
using Governance.Server.Intake.Privacy.Content;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Turns what a reader shows into observations, by the tables beside it. Whatever the tables do not name is gone
/// when the request is: nothing else of it reaches the log, a queue or a message. One request at a time.
/// </summary>
internal sealed class ObservationMapper(
    Senders senders, InstallationKey key, PrivacyRules privacy, PriceTable prices)
    : ITelemetryVisitor, IDisposable
{
    private readonly Texts _texts = new(privacy.Limits.ValueBytes);
    private readonly Sieve _sieve = new(privacy);
    private readonly RecordIdentity _identity = new(key);
    private RecordSays? _says;
    private Sender? _sender;
    private Sender? _lastSender;
    private FieldSlots? _event;
    private TelemetrySignal _signal;
    private DateTimeOffset _receivedAt;
    private MappedBatch _batch = new();

    private RecordSays Says => _says ??= new RecordSays(_texts, key, privacy.Pseudonyms);

    /// <summary>Reads a request; throws only <see cref="OtlpFormatException"/>.</summary>
    public MappedBatch Map(ReadOnlySpan<byte> body, bool isJson, TelemetrySignal signal, DateTimeOffset receivedAt)
    {
        _signal = signal;
        _receivedAt = receivedAt;
        _batch = new MappedBatch();
        _lastSender = null;
        _sieve.Clear();
        if (isJson)
            OtlpJson.Read(body, signal, this);
        else
            OtlpProtobuf.Read(body, signal, this);
        EndResource();
        return _batch;
    }

    public void BeginResource()
    {
        EndResource();
        Says.Resource.Clear();
        _sieve.Begin();
        _sender = null;
    }

    public void BeginRecord()
    {
        Says.Clear();
        _sieve.Begin(privacy.SomeContentIsKept ? (_sender ??= senders.Of(Says.Resource)).Deployment : null);
        _event = null;
        if (_signal is TelemetrySignal.Logs)
            _identity.Begin();
    }

    public void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value)
    {
        switch (place)
        {
            case AttributePlace.Resource:
                if (!Says.Resource.Take(key, value))
                    _sieve.Drop(place, key, value);
                break;
            case AttributePlace.Record:
                if (_signal is TelemetrySignal.Logs)
                    _identity.Add(key, value);
                if (!Says.Take(key, value))
                    _sieve.Drop(place, key, value);
                break;
            default:
                if (_event is null || !_event.Take(key, value))
                    _sieve.Drop(place, key, value);
                break;
        }
    }

    public void EventName(ReadOnlySpan<byte> name)
    {
        _identity.Add("event"u8, AttributeValue.Of(name));
        Says.EventName = _texts.Of(name);
    }

    /// <summary>Of a body only this is looked at: that an answer was a refusal, never its words.</summary>
    public void BodyEntry(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> key, AttributeValue value)
    {
        _identity.Add(key, value);
        Says.BodyRefuses |= outer.SequenceEqual("message"u8) && key.SequenceEqual("refusal"u8)
            && value is { Type: AttributeType.Text, Text.IsEmpty: false };
    }

    /// <summary>What a choice says it says of the span; its finish reason counts where the span has none.</summary>
    public void BeginSpanEvent(ReadOnlySpan<byte> name) =>
        _event = name.SequenceEqual("exception"u8) ? Says.Exception
            : name.SequenceEqual("gen_ai.choice"u8) ? Says.Record
            : Says.Verdicts.Begin(name);

    public void EndRecord(RecordHead head)
    {
        _sieve.Drop(Says.Record);
        var sender = Says.Record.Any(Field.Deployment, Field.Environment)
            ? senders.Of(Says.Resource, Says.Record)
            : _sender ??= senders.Of(Says.Resource);
        _lastSender = sender;
        if (head.Fault is { } fault)
            _batch.Reject(fault);
        else if (_signal is TelemetrySignal.Traces)
            EndSpan(head, sender);
        else
            EndLog(head, sender);
    }

    public void Dispose()
    {
        _identity.Dispose();
        _sieve.Dispose();
        _says?.Dispose();
    }

    /// <summary>What was dropped under a resource is its sender's; a resource without records has none.</summary>
    private void EndResource()
    {
        if (_lastSender is null)
            return;
        _sieve.Drop(Says.Resource);
        _sieve.DrainTo(_batch, _lastSender);
        _lastSender = null;
    }

    private void EndSpan(RecordHead head, Sender sender)
    {
        if (head.TraceIdState is not IdState.Good || head.SpanIdState is not IdState.Good
            || head.ParentSpanIdState is IdState.Invalid)
        {
            _batch.Reject("a span's trace id, span id or parent id is missing or not valid");
            return;
        }

        var place = new TracePlace(head.TraceId, head.SpanId, head.ParentSpanId, IsSpan: true);
        var kind = Says.SpanKind();
        foreach (var verdict in Says.Verdicts.Of(Says.Record, kind))
        {
            Add(
                sender,
                Says.Observe(verdict, head, _receivedAt),
                RecordIdentity.OfSpan(head, verdict.Kind, verdict.Ordinal),
                place with { IsSpan = false },
                verdict.Said);
        }
        if (kind is { } known)
        {
            var (observation, content) = _sieve.Measure(Says.Observe(known, head, _receivedAt), sender);
            var priced = prices.Estimate(observation);
            Add(sender, priced, RecordIdentity.OfSpan(head, known), place, Says.Record, content);
        }
        else
        {
            _batch.OtherSpans.Add(place);
            _batch.Unused++;
        }
    }

    private void EndLog(RecordHead head, Sender sender)
    {
        if (head.TraceIdState is IdState.Invalid || head.SpanIdState is IdState.Invalid)
        {
            _batch.Reject("a log record's trace id or span id is not valid");
            return;
        }

        if (Says.LogKind() is not { } kind)
        {
            _batch.Unused++;
            return;
        }

        TracePlace? place = head.TraceIdState is IdState.Good
            ? new TracePlace(head.TraceId, head.SpanId, ParentSpanId: 0, IsSpan: false)
            : null;
        Add(sender, Says.Observe(kind, head, _receivedAt), _identity.OfLog(sender, head), place, Says.Record);
    }

    private void Add(
        Sender sender,
        Observation observation,
        ObservationId id,
        TracePlace? place,
        FieldSlots said,
        SealedContent? content = null)
    {
        var received = Received.Of(sender, observation, id, place, Says.LentTo(said), said);
        _batch.Observations.Add(content is null ? received : received with { Content = content });
    }
}
