using System.Globalization;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Pages;

/// <summary>How the page of intake says its numbers.</summary>
internal static class IntakeWords
{
    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>What is more than nothing is never shown as 0.</summary>
    internal static string Rate(double perSecond) => perSecond switch
    {
        0 => "0",
        < 0.01 => "< 0.01",
        < 10 => perSecond.ToString("0.##", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("#,0", CultureInfo.InvariantCulture),
    };

    internal static string Share(double share) =>
        share is > 0 and < 0.01 ? "< 1 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100)} %");

    /// <summary><c>toolCall</c> → tool call</summary>
    internal static string Kind(string word) => string.Concat(
        word.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    internal static string Vocabularies(IReadOnlyList<string> names) =>
        names.Count == 0 ? "–" : string.Join(", ", names.Select(Mapping.Vocabularies.TitleOf));
}
