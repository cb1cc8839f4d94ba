namespace Governance.Server.Intake.Otlp;

/// <summary>What an attribute was said of.</summary>
internal enum AttributePlace
{
    /// <summary>The sender.</summary>
    Resource,

    /// <summary>The span, log record or data point.</summary>
    Record,

    /// <summary>The event that <see cref="ITelemetryVisitor.BeginSpanEvent"/> announced.</summary>
    SpanEvent,
}

/// <summary>Sees attributes. Spans are borrowed: nothing may be kept without copying it.</summary>
internal interface IAttributeVisitor
{
    /// <summary>An attribute. A list comes as one call for each element; an empty list as none.</summary>
    void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value);
}

/// <summary>
/// Sees a request in reading order, whatever its encoding. Each resource comes before its records, each record's
/// parts before its end. Spans are borrowed: nothing may be kept without copying it.
/// </summary>
internal interface ITelemetryVisitor : IAttributeVisitor
{
    /// <summary>A resource begins; what was said of the last one is past.</summary>
    void BeginResource();

    /// <summary>A span or log record begins.</summary>
    void BeginRecord();

    /// <summary>The name of a log record that is an event.</summary>
    void EventName(ReadOnlySpan<byte> name);

    /// <summary>
    /// An entry of a log record's body, where that is a map: <c>message</c>, <c>refusal</c> for a nested one.
    /// </summary>
    void BodyEntry(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> key, AttributeValue value);

    /// <summary>An event on a span begins; its attributes follow.</summary>
    void BeginSpanEvent(ReadOnlySpan<byte> name);

    /// <summary>The record is complete.</summary>
    void EndRecord(RecordHead head);
}
