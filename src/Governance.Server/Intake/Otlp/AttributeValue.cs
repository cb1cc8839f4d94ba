namespace Governance.Server.Intake.Otlp;

/// <summary>What an attribute's value is.</summary>
internal enum AttributeType
{
    /// <summary>An empty value: null.</summary>
    None,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A signed 64-bit integer.</summary>
    Integer,

    /// <summary>A double, NaN and the infinities among them.</summary>
    Number,

    /// <summary>A map or raw bytes: walked for its form, its content is not looked at.</summary>
    Opaque,
}

/// <summary>One attribute value, borrowed from the request's buffer: copy what is to outlive the visit.</summary>
internal readonly ref struct AttributeValue
{
    private AttributeValue(AttributeType type, ReadOnlySpan<byte> text, long integer, double number)
    {
        Type = type;
        Text = text;
        Integer = integer;
        Number = number;
    }

    /// <summary>Which of the others holds.</summary>
    public AttributeType Type { get; }

    /// <summary>The text's UTF-8 bytes as sent; not yet known to be valid UTF-8.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The integer; of a flag 1 or 0.</summary>
    public long Integer { get; }

    /// <summary>The double.</summary>
    public double Number { get; }

    /// <summary>Null.</summary>
    public static AttributeValue None => default;

    /// <summary>A map or bytes.</summary>
    public static AttributeValue Opaque => new(AttributeType.Opaque, default, 0, 0);

    public static AttributeValue Of(ReadOnlySpan<byte> text) => new(AttributeType.Text, text, 0, 0);

    public static AttributeValue Of(bool flag) => new(AttributeType.Flag, default, flag ? 1 : 0, 0);

    public static AttributeValue Of(long integer) => new(AttributeType.Integer, default, integer, 0);

    public static AttributeValue Of(double number) => new(AttributeType.Number, default, 0, number);
}
