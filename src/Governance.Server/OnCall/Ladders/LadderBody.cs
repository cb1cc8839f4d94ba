using System.Globalization;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall.Schedules;

namespace Governance.Server.OnCall.Ladders;

/// <summary>What defines the ladder, as a program sends it.</summary>
internal sealed record LadderBody(IReadOnlyList<StepBody>? Steps, int Rounds = 1);

/// <summary>One step.</summary>
/// <param name="Recipient">A recipient of the configuration, or the id of a person or schedule, or a role.</param>
/// <param name="WaitSeconds">Until the next step.</param>
/// <param name="OnlyIn">Outside these hours the step is passed over.</param>
/// <param name="HoldSecondsMax">How long it waits for somebody to be on call.</param>
internal sealed record StepBody(
    StepKind Kind, string? Recipient, int WaitSeconds, HoursBody? OnlyIn = null, int? HoldSecondsMax = null)
{
    /// <summary>The step as it is pinned.</summary>
    /// <param name="channel">Of an address of the configuration; empty for the rest.</param>
    public LadderStep ToStep(string channel) => new(Recipient?.Trim() ?? "", channel, WaitSeconds)
    {
        Kind = Kind,
        OnlyIn = OnlyIn?.ToHours(),
        HoldSecondsMax = HoldSecondsMax,
    };
}

/// <summary>Business hours.</summary>
/// <param name="Calendar">The name of the holidays, e.g. <c>DE-BY</c>.</param>
/// <param name="RecipientLocal">By the clock of whoever is paged.</param>
internal sealed record HoursBody(
    string? Zone, IReadOnlyList<DayOfWeek>? Days, TimeOnly From, TimeOnly To, string? Calendar = null,
    bool RecipientLocal = false)
{
    public BusinessHours ToHours() => new(
        Zone?.Trim() ?? "",
        new OpenHours([.. (Days ?? []).Distinct().Order()], From, To),
        string.IsNullOrWhiteSpace(Calendar) ? null : Calendar,
        RecipientLocal);
}

/// <summary>
/// The form of the ladder's page: rows of fields, and one set of hours for all steps that keep to hours.
/// </summary>
internal static class LadderForm
{
    /// <summary>Separates what a step's target is from which one.</summary>
    public const char Of = ':';

    /// <summary>The body that a form holds; null when a field holds what is none of its kind.</summary>
    public static LadderBody? Read(IFormCollection form)
    {
        if (!int.TryParse(form["rounds"], CultureInfo.InvariantCulture, out var rounds))
            return null;
        var steps = new List<StepBody>(); // Bounded by Ladder.StepsMax.
        for (var row = 1; row <= Ladder.StepsMax; row++)
        {
            if (form[$"target-{row}"].ToString() is not { Length: > 0 } target)
                continue;
            if (StepOf(form, row, target) is not { } step)
                return null;
            steps.Add(step);
        }

        return new LadderBody(steps, rounds);
    }

    private static StepBody? StepOf(IFormCollection form, int row, string target)
    {
        var at = target.IndexOf(Of, StringComparison.Ordinal);
        if (at < 0 || !Enum.TryParse<StepKind>(target[..at], out var kind) || !Enum.IsDefined(kind)
            || !int.TryParse(form[$"wait-{row}"], CultureInfo.InvariantCulture, out var wait))
            return null;
        var hold = int.TryParse(form[$"hold-{row}"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds
            : (int?)null;
        var hours = form[$"hours-{row}"].Count > 0 ? HoursOf(form) : null;
        return new StepBody(kind, target[(at + 1)..], wait, hours, hold);
    }

    private static HoursBody? HoursOf(IFormCollection form) =>
        TimeOnly.TryParse(form["from"], CultureInfo.InvariantCulture, out var from)
        && TimeOnly.TryParse(form["to"], CultureInfo.InvariantCulture, out var to)
            ? new HoursBody(
                form["zone"], ScheduleBody.DaysOf(form["day"]), from, to, form["calendar"], form["local"].Count > 0)
            : null;
}
