namespace Governance.Domain.Incidents;

/// <summary>Limits of what people write into an incident.</summary>
public static class IncidentText
{
    /// <summary>A title fits one line of the queue and the subject of a page, characters.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>A note, a reason or a resolution is some paragraphs, not a file, characters.</summary>
    public const int ProseLengthMax = 4_000;

    /// <summary>A title made by rule: without what nobody would see, cut to what a title may be.</summary>
    public static string FitTitle(string title)
    {
        var seen = Seen(title);
        return seen.Length <= TitleLengthMax ? seen : seen[..(TitleLengthMax - 1)] + "…";
    }

    /// <summary>The broken limit, or null when the text may stand.</summary>
    internal static Refusal? Broken(string field, string text, int lengthMax) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => new TextMissing(field),
        _ when text.Length > lengthMax => new TextTooLong(field, lengthMax),
        _ when text.Any(IsUnseen) => new TextUnseen(field),
        _ => null,
    };

    /// <summary>
    /// Control characters, and those that turn the direction of what follows (Unicode UAX #9, explicit formatting):
    /// with them a title can read as something that it does not say. Line ends and tabs of prose are seen.
    /// </summary>
    private static bool IsUnseen(char c) => c switch
    {
        '\n' or '\r' or '\t' => false,
        '\u061C' or '\u200E' or '\u200F' => true,
        >= '\u202A' and <= '\u202E' => true,
        >= '\u2066' and <= '\u2069' => true,
        _ => char.IsControl(c),
    };

    /// <summary>The text of a rule, which cannot be asked again, without what nobody would see.</summary>
    private static string Seen(string text) =>
        text.Any(IsUnseen) ? string.Concat(text.Where(c => !IsUnseen(c))) : text;
}
