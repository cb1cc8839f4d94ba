using System.Globalization;
using Governance.Domain.Incidents.Runbooks;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>
/// The steps of a runbook are the items of the numbered list under <c>## First five minutes</c>, so that what one reads
/// is what one ticks. A marker in backticks at an item's start gives its kind, else it is manual:
/// <c>`check`</c>, <c>`command acknowledge`</c> (halt, rollback), <c>`wait 5m`</c>, <c>`approval`</c>; the word
/// <c>mandatory</c> in it makes the step one without which no incident is closed.
/// </summary>
internal static class RunbookSteps
{
    private const string Heading = "First five minutes";
    private const string MandatoryWord = "mandatory";

    /// <summary>Reads the steps of a parsed file.</summary>
    /// <exception cref="FormatException">A marker is none of the kinds.</exception>
    internal static IReadOnlyList<RunbookStep> Of(MarkdownDocument document)
    {
        var list = document.SkipWhile(block => block is not HeadingBlock heading || TextOf(heading.Inline) != Heading)
            .Skip(1)
            .TakeWhile(block => block is not HeadingBlock)
            .OfType<ListBlock>()
            .FirstOrDefault(block => block.IsOrdered);
        var items = list?.OfType<ListItemBlock>() ?? [];
        var steps = items.Select((item, index) => StepOf(item, index + 1)).ToList();
        return steps.Count <= RunbookExecution.StepsMax
            ? steps
            : throw new FormatException($"A runbook has at most {RunbookExecution.StepsMax} steps.");
    }

    private static RunbookStep StepOf(ListItemBlock item, int number)
    {
        var inline = item.OfType<ParagraphBlock>().FirstOrDefault()?.Inline;
        var text = string.Join(' ', item.Descendants<ParagraphBlock>().Select(one => TextOf(one.Inline))).Trim();
        if (inline?.FirstChild is not CodeInline marker)
            return new RunbookStep(number, StepKind.Manual, text, null, null, false);
        var words = marker.Content.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!Enum.TryParse<StepKind>(words[0], ignoreCase: true, out var kind))
            return new RunbookStep(number, StepKind.Manual, text, null, null, false);
        return new RunbookStep(
            number,
            kind,
            text[marker.Content.Length..].Trim(),
            kind is StepKind.Command ? CommandOf(words) : null,
            kind is StepKind.Wait ? SecondsOf(words) : null,
            words.Contains(MandatoryWord));
    }

    private static StepCommand CommandOf(string[] words) =>
        words.Length > 1 && Enum.TryParse<StepCommand>(words[1], ignoreCase: true, out var command)
            ? command
            : throw new FormatException("A command step names its command: acknowledge, halt or rollback.");

    private static int SecondsOf(string[] words)
    {
        var length = words.ElementAtOrDefault(1) ?? "";
        var unit = length.Length > 0 ? length[^1] : ' ';
        return int.TryParse(length.AsSpan(0, Math.Max(0, length.Length - 1)), CultureInfo.InvariantCulture, out var n)
            && n > 0 && unit is 's' or 'm' or 'h'
            ? n * (unit switch { 's' => 1, 'm' => 60, _ => 3_600 })
            : throw new FormatException("A wait step says how long: 30s, 5m or 1h.");
    }

    private static string TextOf(ContainerInline? inline) => inline is null
        ? ""
        : string.Concat(inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }));
}
