namespace Governance.Server.Intake.Otlp;

/// <summary>An id as it came: absent, unusable, or good.</summary>
internal enum IdState
{
    /// <summary>Not sent, or empty.</summary>
    Absent,

    /// <summary>Of a wrong length, not hexadecimal, or all zeros.</summary>
    Invalid,

    /// <summary>Usable.</summary>
    Good,
}

/// <summary>
/// What a span or log record says beside its attributes. One instance is filled again and again by a reader; a
/// visitor copies what it keeps.
/// </summary>
internal sealed class RecordHead
{
    /// <summary>True for a span, false for a log record.</summary>
    public bool IsSpan { get; private set; }

    /// <summary>Big-endian value of the sixteen bytes.</summary>
    public UInt128 TraceId { get; private set; }

    /// <summary>Whether <see cref="TraceId"/> is usable.</summary>
    public IdState TraceIdState { get; private set; }

    /// <summary>Big-endian value of the eight bytes.</summary>
    public ulong SpanId { get; private set; }

    /// <summary>Whether <see cref="SpanId"/> is usable.</summary>
    public IdState SpanIdState { get; private set; }

    /// <summary>Big-endian value of the eight bytes.</summary>
    public ulong ParentSpanId { get; private set; }

    /// <summary>Whether <see cref="ParentSpanId"/> is usable.</summary>
    public IdState ParentSpanIdState { get; private set; }

    /// <summary>
    /// Start of a span, time of a log record (else the time it was observed); ns since 1970, 0 = not sent.
    /// </summary>
    public ulong StartNanos { get; set; }

    /// <summary>End of a span; ns since 1970, 0 = not sent.</summary>
    public ulong EndNanos { get; set; }

    /// <summary>True when the span's status is "error".</summary>
    public bool StatusIsError { get; set; }

    /// <summary>
    /// Share of traces that the sender keeps, from <c>ot=th:…</c> in the trace state; null when not said.
    /// </summary>
    public double? KeptShare { get; set; }

    /// <summary>Why the record cannot be read though the request can; null for a sound one.</summary>
    public string? Fault { get; set; }

    public void SetTraceId(ReadOnlySpan<byte> bytes) => (TraceId, TraceIdState) = bytes.Length switch
    {
        0 => (default, IdState.Absent),
        16 when bytes.ContainsAnyExcept((byte)0) =>
            (System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), IdState.Good),
        _ => (default, IdState.Invalid),
    };

    public void SetSpanId(ReadOnlySpan<byte> bytes) => (SpanId, SpanIdState) = Span(bytes);

    /// <summary>Some senders write a root's parent as zeros; that is no parent.</summary>
    public void SetParentSpanId(ReadOnlySpan<byte> bytes) =>
        (ParentSpanId, ParentSpanIdState) = Span(bytes.Length == 8 && !bytes.ContainsAnyExcept((byte)0) ? [] : bytes);

    public void Clear(bool isSpan)
    {
        IsSpan = isSpan;
        (TraceId, TraceIdState) = (default, IdState.Absent);
        (SpanId, SpanIdState) = (default, IdState.Absent);
        (ParentSpanId, ParentSpanIdState) = (default, IdState.Absent);
        (StartNanos, EndNanos, StatusIsError, KeptShare, Fault) = (0, 0, false, null, null);
    }

    private static (ulong Id, IdState State) Span(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => (0, IdState.Absent),
        8 when bytes.ContainsAnyExcept((byte)0) =>
            (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), IdState.Good),
        _ => (0, IdState.Invalid),
    };
}
