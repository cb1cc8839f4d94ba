using System.Collections.Frozen;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>
/// The runbooks this server knows, by alarm. They lie as Markdown files in one folder beside the program, or in the
/// folder that <c>Incidents:RunbookFolder</c> names, so that an organisation can bring its own.
/// </summary>
public sealed class RunbookShelf
{
    private readonly FrozenDictionary<string, Runbook> _byAlarm;

    private RunbookShelf(IEnumerable<Runbook> runbooks) =>
        _byAlarm = runbooks.ToFrozenDictionary(runbook => runbook.Alarm, StringComparer.Ordinal);

    /// <summary>Every runbook, by alarm.</summary>
    public IReadOnlyList<Runbook> All => [.. _byAlarm.Values.OrderBy(runbook => runbook.Alarm, StringComparer.Ordinal)];

    /// <summary>
    /// Reads every <c>*.md</c> of a folder; an unreadable one stops the start rather than the night shift.
    /// </summary>
    public static RunbookShelf Load(string folder) => new(
        Directory.EnumerateFiles(folder, "*.md").Select(file => Runbook.Parse(File.ReadAllText(file))));

    /// <summary>The alarm's runbook, or null when there is none.</summary>
    public Runbook? Find(string? alarm) =>
        alarm is not null && _byAlarm.TryGetValue(alarm, out var found) ? found : null;
}
