using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Lines;

/// <summary>What a batch line hands on to the lines after it.</summary>
internal sealed class HeldFields
{
    /// <summary>More than any batch has; further ones are dropped.</summary>
    private const int Max = 64;

    // Bounded by Max.
    private readonly List<Held> _fields = [];

    /// <summary>What was handed on, in the batch's order.</summary>
    public IReadOnlyList<Held> All => _fields;

    public void Clear() => _fields.Clear();

    public void Add(LineKinds kinds, ReadOnlySpan<byte> attribute, AttributeValue value)
    {
        if (_fields.Count < Max)
        {
            _fields.Add(new Held(
                kinds, attribute.ToArray(), value.Type, value.Text.ToArray(), value.Integer, value.Number));
        }
    }

    /// <summary>One attribute with a copy of its value.</summary>
    internal sealed record Held(
        LineKinds Kinds, byte[] Attribute, AttributeType Type, byte[] Text, long Integer, double Number)
    {
        public AttributeValue Value => Type switch
        {
            AttributeType.Text => AttributeValue.Of(Text),
            AttributeType.Flag => AttributeValue.Of(Integer != 0),
            AttributeType.Integer => AttributeValue.Of(Integer),
            _ => AttributeValue.Of(Number),
        };
    }
}
