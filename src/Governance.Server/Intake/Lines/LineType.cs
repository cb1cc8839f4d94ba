using System.Text;

namespace Governance.Server.Intake.Lines;

/// <summary>The form of a field's value in JSON.</summary>
internal enum LineForm
{
    /// <summary>A text that is kept as it comes: few words, no mail address.</summary>
    Label,

    /// <summary>1 to 256 bytes of UTF-8 without control characters; kept only as a pseudonym or a hash.</summary>
    Text,

    /// <summary>A list of labels; one label alone passes too.</summary>
    Texts,

    /// <summary>A text out of <see cref="LineType.Words"/>.</summary>
    Word,

    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    Digest,

    /// <summary>So many hexadecimal digits, not all of them zero: <see cref="LineType.Digits"/>.</summary>
    Hex,

    /// <summary>A whole number within the bounds.</summary>
    Integer,

    /// <summary>A number within the bounds.</summary>
    Number,

    Flag,

    /// <summary>The type of an error, or that there was one: true.</summary>
    TextOrFlag,

    /// <summary>RFC 3339 with an offset, or milliseconds since 1970.</summary>
    Time,
}

/// <summary>What values a field takes. Another value is dropped and counted; the line is kept.</summary>
internal sealed class LineType
{
    /// <summary>2^53: beyond it JSON's readers no longer tell whole numbers apart.</summary>
    public const double MaxNumber = 9_007_199_254_740_992;

    /// <summary>Texts in one list; further ones are dropped.</summary>
    public const int MaxTexts = 32;

    private LineType(LineForm form) => Form = form;

    public static LineType Label { get; } = new(LineForm.Label);

    public static LineType Text { get; } = new(LineForm.Text);

    public static LineType Texts { get; } = new(LineForm.Texts);

    public static LineType Digest { get; } = new(LineForm.Digest);

    public static LineType Flag { get; } = new(LineForm.Flag);

    public static LineType TextOrFlag { get; } = new(LineForm.TextOrFlag);

    public static LineType Time { get; } = new(LineForm.Time);

    /// <summary>A whole number from 0.</summary>
    public static LineType Count { get; } = new(LineForm.Integer) { Min = 0 };

    /// <summary>A number from 0.</summary>
    public static LineType Amount { get; } = new(LineForm.Number) { Min = 0 };

    /// <summary>Any number.</summary>
    public static LineType Number { get; } = new(LineForm.Number) { Min = -MaxNumber };

    /// <summary>0 to 1.</summary>
    public static LineType Share { get; } = new(LineForm.Number) { Min = 0, Max = 1 };

    /// <summary>0 to 100.</summary>
    public static LineType Percent { get; } = new(LineForm.Number) { Min = 0, Max = 100 };

    public LineForm Form { get; }

    public double Min { get; private init; }

    public double Max { get; private init; } = MaxNumber;

    /// <summary>Hexadecimal digits of <see cref="LineForm.Hex"/>.</summary>
    public int Digits { get; private init; }

    /// <summary>The words of <see cref="LineForm.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    private byte[][] Utf8Words { get; init; } = [];

    public static LineType OneOf(params string[] words) =>
        new(LineForm.Word) { Words = words, Utf8Words = [.. words.Select(Encoding.UTF8.GetBytes)] };

    public static LineType Hex(int digits) => new(LineForm.Hex) { Digits = digits };

    /// <summary>True for one of <see cref="Words"/>.</summary>
    public bool Has(ReadOnlySpan<byte> word)
    {
        foreach (var known in Utf8Words)
        {
            if (word.SequenceEqual(known))
                return true;
        }
        return false;
    }
}
