using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Governance.Benchmarks.Intake.Floor;

/// <summary>ExportTraceServiceRequest of opentelemetry-proto 1.11.</summary>
internal sealed class FloorRequest : FloorMessage<FloorRequest>
{
    private static readonly FieldCodec<FloorResourceSpans> s_spans =
        FieldCodec.ForMessage(10, FloorResourceSpans.Parser);

    public RepeatedField<FloorResourceSpans> ResourceSpans { get; } = [];

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag != 10)
            return false;
        ResourceSpans.AddEntriesFrom(ref ctx, s_spans);
        return true;
    }
}

internal sealed class FloorResourceSpans : FloorMessage<FloorResourceSpans>
{
    private static readonly FieldCodec<FloorScopeSpans> s_scopes = FieldCodec.ForMessage(18, FloorScopeSpans.Parser);

    public FloorResource? Resource { get; private set; }

    public RepeatedField<FloorScopeSpans> ScopeSpans { get; } = [];

    public string SchemaUrl { get; private set; } = "";

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        switch (tag)
        {
            case 10:
                ctx.ReadMessage(Resource ??= new FloorResource());
                return true;
            case 18:
                ScopeSpans.AddEntriesFrom(ref ctx, s_scopes);
                return true;
            case 26:
                SchemaUrl = ctx.ReadString();
                return true;
            default:
                return false;
        }
    }
}

internal sealed class FloorResource : FloorMessage<FloorResource>
{
    private static readonly FieldCodec<FloorKeyValue> s_attributes = FieldCodec.ForMessage(10, FloorKeyValue.Parser);

    public RepeatedField<FloorKeyValue> Attributes { get; } = [];

    public uint Dropped { get; private set; }

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 10)
            Attributes.AddEntriesFrom(ref ctx, s_attributes);
        else if (tag == 16)
            Dropped = ctx.ReadUInt32();
        else
            return false;
        return true;
    }
}

internal sealed class FloorScopeSpans : FloorMessage<FloorScopeSpans>
{
    private static readonly FieldCodec<FloorSpan> s_spans = FieldCodec.ForMessage(18, FloorSpan.Parser);

    public FloorScope? Scope { get; private set; }

    public RepeatedField<FloorSpan> Spans { get; } = [];

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 10)
            ctx.ReadMessage(Scope ??= new FloorScope());
        else if (tag == 18)
            Spans.AddEntriesFrom(ref ctx, s_spans);
        else
            return false;
        return true;
    }
}

internal sealed class FloorScope : FloorMessage<FloorScope>
{
    public string Name { get; private set; } = "";

    public string Version { get; private set; } = "";

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 10)
            Name = ctx.ReadString();
        else if (tag == 18)
            Version = ctx.ReadString();
        else
            return false;
        return true;
    }
}

internal sealed class FloorSpan : FloorMessage<FloorSpan>
{
    private static readonly FieldCodec<FloorKeyValue> s_attributes = FieldCodec.ForMessage(74, FloorKeyValue.Parser);
    private static readonly FieldCodec<FloorSpanEvent> s_events = FieldCodec.ForMessage(90, FloorSpanEvent.Parser);

    public ByteString TraceId { get; private set; } = ByteString.Empty;

    public ByteString SpanId { get; private set; } = ByteString.Empty;

    public string TraceState { get; private set; } = "";

    public ByteString ParentSpanId { get; private set; } = ByteString.Empty;

    public string Name { get; private set; } = "";

    public int Kind { get; private set; }

    public ulong Start { get; private set; }

    public ulong End { get; private set; }

    public RepeatedField<FloorKeyValue> Attributes { get; } = [];

    public RepeatedField<FloorSpanEvent> Events { get; } = [];

    public FloorStatus? Status { get; private set; }

    public uint Flags { get; private set; }

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        switch (tag)
        {
            case 10:
                TraceId = ctx.ReadBytes();
                return true;
            case 18:
                SpanId = ctx.ReadBytes();
                return true;
            case 26:
                TraceState = ctx.ReadString();
                return true;
            case 34:
                ParentSpanId = ctx.ReadBytes();
                return true;
            case 42:
                Name = ctx.ReadString();
                return true;
            case 48:
                Kind = ctx.ReadEnum();
                return true;
            case 57:
                Start = ctx.ReadFixed64();
                return true;
            case 65:
                End = ctx.ReadFixed64();
                return true;
            case 74:
                Attributes.AddEntriesFrom(ref ctx, s_attributes);
                return true;
            case 90:
                Events.AddEntriesFrom(ref ctx, s_events);
                return true;
            case 122:
                ctx.ReadMessage(Status ??= new FloorStatus());
                return true;
            case 133:
                Flags = ctx.ReadFixed32();
                return true;
            default:
                return false;
        }
    }
}

internal sealed class FloorSpanEvent : FloorMessage<FloorSpanEvent>
{
    private static readonly FieldCodec<FloorKeyValue> s_attributes = FieldCodec.ForMessage(26, FloorKeyValue.Parser);

    public ulong Time { get; private set; }

    public string Name { get; private set; } = "";

    public RepeatedField<FloorKeyValue> Attributes { get; } = [];

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 9)
            Time = ctx.ReadFixed64();
        else if (tag == 18)
            Name = ctx.ReadString();
        else if (tag == 26)
            Attributes.AddEntriesFrom(ref ctx, s_attributes);
        else
            return false;
        return true;
    }
}

internal sealed class FloorStatus : FloorMessage<FloorStatus>
{
    public string Message { get; private set; } = "";

    public int Code { get; private set; }

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 18)
            Message = ctx.ReadString();
        else if (tag == 24)
            Code = ctx.ReadEnum();
        else
            return false;
        return true;
    }
}
