using Governance.Domain.Intake;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// What makes two records the same one, so that a re-sent request stores nothing twice: of a span its trace, span
/// and kind; of a log record, which has no id, a hash over everything that it says.
/// </summary>
internal readonly record struct ObservationId(UInt128 High, ulong Low);

/// <summary>An observation on its way into the log.</summary>
/// <param name="Sender">Whose it is.</param>
/// <param name="Observation">What is stored, but for a version that the trace may still tell.</param>
/// <param name="Id">What it is recognised by.</param>
/// <param name="Place">Where in its trace it stands; null outside any trace.</param>
/// <param name="LacksVersion">True when only its trace can tell the version.</param>
internal sealed record Received(
    Sender Sender,
    Observation Observation,
    ObservationId Id,
    TracePlace? Place,
    bool LacksVersion);

/// <summary>A place in a trace. Of a log record, <paramref name="SpanId"/> is the span that it speaks of.</summary>
internal readonly record struct TracePlace(UInt128 TraceId, ulong SpanId, ulong ParentSpanId, bool IsSpan);
