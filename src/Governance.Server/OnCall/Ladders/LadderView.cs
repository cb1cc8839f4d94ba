using System.Globalization;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Server.Shell;

namespace Governance.Server.OnCall.Ladders;

/// <summary>What a step can name, and what that is called.</summary>
public sealed record LadderTarget(StepKind Kind, string Recipient, string Words);

/// <summary>Everything that a step can name.</summary>
/// <param name="Calendars">The names of the holidays.</param>
public sealed record LadderTargets(IReadOnlyList<LadderTarget> All, IReadOnlyList<string> Calendars)
{
    /// <summary>The target that a step names, or null.</summary>
    public LadderTarget? Find(StepKind kind, string recipient) =>
        All.FirstOrDefault(target => (target.Kind, target.Recipient) == (kind, recipient));

    /// <summary>Whom a step names, in words.</summary>
    public string WordsOf(LadderStep step) => Find(step.Kind, step.Recipient)?.Words
        ?? (step.Kind is StepKind.Address ? step.Recipient : "somebody who is not here any more");

    /// <summary>Everything about a step but whom it names: <c>waits 5 min, only Mon–Fri …</c>.</summary>
    public static string RulesOf(LadderStep step)
    {
        var words = new List<string> { $"waits {Moment.Length(TimeSpan.FromSeconds(step.WaitSeconds))}" };
        if (step.OnlyIn is { } hours)
        {
            var days = string.Join(" ", hours.Hours.Days.Select(day => day.ToString()[..3]));
            words.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"only {days} {hours.Hours.From:HH:mm}–{hours.Hours.To:HH:mm} {hours.Zone}"));
            if (hours.Calendar is { } calendar)
                words.Add($"not on holidays of {calendar}");
            if (hours.RecipientLocal)
                words.Add("by the clock of whoever is paged");
        }

        if (step.HoldSecondsMax is { } hold)
            words.Add($"holds up to {Moment.Length(TimeSpan.FromSeconds(hold))} until somebody is on call");
        return string.Join(", ", words);
    }
}

/// <summary>The ladder's page.</summary>
/// <param name="Running">Escalations that run by another version than the current one.</param>
public sealed record LadderView(Ladder Ladder, LadderTargets Targets, IReadOnlyList<RunningLadder> Running);

/// <summary>The page of one escalation.</summary>
/// <param name="Current">The ladder that new escalations pin.</param>
public sealed record EscalationView(string Incident, Escalation State, Ladder Current, LadderTargets Targets)
{
    /// <summary>It runs by another version than the current one, and can follow it.</summary>
    public bool Differs => State.Pinned is { } pinned && pinned.PolicyDigest != Current.Digest
        && State.Status is not (EscalationStatus.Stopped or EscalationStatus.NotStarted);
}
