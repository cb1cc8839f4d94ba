using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Governance.Benchmarks.Intake.Floor;

/// <summary>
/// An OTLP message as <c>protoc</c> would generate it, as far as parsing goes: Google.Protobuf's own parser, fields,
/// lists, codecs and merge loop. What a decoder does not need (writing, cloning, reflection) is left out.
/// </summary>
internal abstract class FloorMessage<TSelf> : IMessage<TSelf>, IBufferMessage
    where TSelf : FloorMessage<TSelf>, new()
{
    public static MessageParser<TSelf> Parser { get; } = new(() => new TSelf());

    public MessageDescriptor Descriptor => throw new NotSupportedException();

    /// <summary>As in generated code: a tag, a case, else skip.</summary>
    public void InternalMergeFrom(ref ParseContext ctx)
    {
        uint tag;
        while ((tag = ctx.ReadTag()) != 0)
        {
            if (!Merge(ref ctx, tag))
                SkipLast(ref ctx);
        }
    }

    public void MergeFrom(CodedInputStream input) => input.ReadRawMessage(this);

    public void InternalWriteTo(ref WriteContext ctx) => throw new NotSupportedException();

    public void WriteTo(CodedOutputStream output) => throw new NotSupportedException();

    public int CalculateSize() => throw new NotSupportedException();

    public void MergeFrom(TSelf message) => throw new NotSupportedException();

    public TSelf Clone() => throw new NotSupportedException();

    public bool Equals(TSelf? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Reads the field of this tag; false for one that the message does not know.</summary>
    protected abstract bool Merge(ref ParseContext ctx, uint tag);

    private static void SkipLast(ref ParseContext ctx) => UnknownFieldSet.MergeFieldFrom(null, ref ctx);
}
