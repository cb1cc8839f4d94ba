namespace Governance.Domain.Incidents;

/// <summary>Limits of what people write into an incident.</summary>
public static class IncidentText
{
    /// <summary>A title fits one line of the queue and the subject of a page, characters.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>A note, a reason or a resolution is some paragraphs, not a file, characters.</summary>
    public const int ProseLengthMax = 4_000;

    /// <summary>A title made by rule, cut to what a title may be.</summary>
    public static string FitTitle(string title) =>
        title.Length <= TitleLengthMax ? title : title[..(TitleLengthMax - 1)] + "…";

    /// <summary>The broken limit, or null when the text may stand.</summary>
    internal static Refusal? Broken(string field, string text, int lengthMax) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => new TextMissing(field),
        _ when text.Length > lengthMax => new TextTooLong(field, lengthMax),
        _ => null,
    };
}
