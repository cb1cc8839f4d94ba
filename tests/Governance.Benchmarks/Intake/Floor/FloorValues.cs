using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Governance.Benchmarks.Intake.Floor;

internal sealed class FloorKeyValue : FloorMessage<FloorKeyValue>
{
    public string Key { get; private set; } = "";

    public FloorValue? Value { get; private set; }

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag == 10)
            Key = ctx.ReadString();
        else if (tag == 18)
            ctx.ReadMessage(Value ??= new FloorValue());
        else
            return false;
        return true;
    }
}

/// <summary>AnyValue: one of seven, kept in one field as generated code keeps a oneof, numbers boxed.</summary>
internal sealed class FloorValue : FloorMessage<FloorValue>
{
    public object? Value { get; private set; }

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        switch (tag)
        {
            case 10:
                Value = ctx.ReadString();
                return true;
            case 16:
                Value = ctx.ReadBool();
                return true;
            case 24:
                Value = ctx.ReadInt64();
                return true;
            case 33:
                Value = ctx.ReadDouble();
                return true;
            case 42:
                ctx.ReadMessage(Kept<FloorArray>());
                return true;
            case 50:
                ctx.ReadMessage(Kept<FloorMap>());
                return true;
            case 58:
                Value = ctx.ReadBytes();
                return true;
            default:
                return false;
        }
    }

    private T Kept<T>()
        where T : class, new()
    {
        var kept = Value as T ?? new T();
        Value = kept;
        return kept;
    }
}

internal sealed class FloorArray : FloorMessage<FloorArray>
{
    private static readonly FieldCodec<FloorValue> s_values = FieldCodec.ForMessage(10, FloorValue.Parser);

    public RepeatedField<FloorValue> Values { get; } = [];

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag != 10)
            return false;
        Values.AddEntriesFrom(ref ctx, s_values);
        return true;
    }
}

internal sealed class FloorMap : FloorMessage<FloorMap>
{
    private static readonly FieldCodec<FloorKeyValue> s_values = FieldCodec.ForMessage(10, FloorKeyValue.Parser);

    public RepeatedField<FloorKeyValue> Values { get; } = [];

    protected override bool Merge(ref ParseContext ctx, uint tag)
    {
        if (tag != 10)
            return false;
        Values.AddEntriesFrom(ref ctx, s_values);
        return true;
    }
}
