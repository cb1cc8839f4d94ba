using System.Text;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>
/// What of an unlisted attribute's name is kept: <c>llm.input.0.role</c> is <c>llm.input.N.role</c>. Digits go, since
/// they count things or name somebody; what has not the form of a name at all is kept without it.
/// </summary>
internal static class NameShape
{
    /// <summary>Longer names are nobody's schema.</summary>
    public const int MaxBytes = 128;

    /// <summary>Letters between two dots: words of a schema are shorter, secrets are not.</summary>
    private const int MaxPart = 32;

    /// <summary>The name's shape; null for what is no name.</summary>
    public static string? Of(ReadOnlySpan<byte> key)
    {
        if (key.Length > MaxBytes || !Ascii.IsValid(key))
            return null;
        Span<char> shape = stackalloc char[MaxBytes];
        var (length, part) = (0, 0);
        foreach (var one in key)
        {
            var letter = char.IsAsciiDigit((char)one) ? 'N' : (char)one;
            if (letter is 'N' && length > 0 && shape[length - 1] is 'N')
                continue;
            part = letter is '.' ? 0 : part + 1;
            if (part > MaxPart)
                return null;
            shape[length++] = letter;
        }
        var name = shape[..length];
        return Identifier.IsName(name) ? name.ToString() : null;
    }
}
