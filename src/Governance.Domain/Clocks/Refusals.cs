namespace Governance.Domain.Clocks;

/// <summary>There is no such clock.</summary>
public sealed record ClockUnknown(string Clock) : Refusal("clock_unknown", "This incident has no such clock.");

/// <summary>A clock that is over changes no more.</summary>
public sealed record ClockNotRunning(ClockStatus Status) : Refusal(
    "clock_not_running",
    $"The clock is {Status switch { ClockStatus.SetAside => "set aside", var s => s.ToString().ToLowerInvariant() }}.");

/// <summary>"Reportable" says what happened.</summary>
public sealed record NothingHappened() : Refusal(
    "nothing_happened",
    "A reportable incident needs at least one thing that happened; say undetermined while none is suspected.");

/// <summary>Awareness only moves back.</summary>
public sealed record AwarenessOnlyEarlier(DateTimeOffset AwareAt) : Refusal(
    "awareness_only_earlier",
    $"Awareness is recorded for {AwareAt:yyyy-MM-dd HH:mm} UTC and is only ever corrected to an earlier time; a clock "
    + "that started wrongly is set aside by two people.");

/// <summary>A year earlier is a slip of the pen, and could not be taken back.</summary>
public sealed record AwarenessTooEarly(DateTimeOffset Earliest) : Refusal(
    "awareness_too_early",
    $"One correction moves awareness back by at most a year, to {Earliest:yyyy-MM-dd HH:mm} UTC: check the date.");

/// <summary>What has not been has no time yet.</summary>
public sealed record TimeAhead(string Field) : Refusal("time_ahead", $"The {Field} lies in the future.");

/// <summary>A list in a stream is bounded.</summary>
public sealed record TooManyCorrections() : Refusal(
    "too_many_corrections",
    $"Awareness was corrected {RegulatoryClocks.CorrectionsMax} times; write a note and ask counsel.");

/// <summary>Nothing was drafted.</summary>
public sealed record NoDraft() : Refusal("no_draft", "Draft the report first: what is approved is an exact text.");

/// <summary>The approval names another text than the one that lies open.</summary>
public sealed record DraftChanged() : Refusal(
    "draft_changed", "The report was drafted anew since; read that draft and approve it.");

/// <summary>Four eyes on what leaves the house.</summary>
public sealed record OwnDraft() : Refusal("own_draft", "You drafted this report; a second person must approve it.");

/// <summary>Only an approved text is recorded as sent.</summary>
public sealed record ReportNotApproved() : Refusal(
    "report_not_approved", "Nobody has approved this draft; a second person must, before it counts as sent.");

/// <summary>A report cannot have been sent before its time began.</summary>
public sealed record SentBeforeStart() : Refusal(
    "sent_before_start", "The report cannot have been sent before its clock started.");

/// <summary>Four eyes on what lets a duty go.</summary>
public sealed record OwnSettingAside() : Refusal(
    "own_setting_aside", "You asked to set this clock aside; a second person must agree.");

/// <summary>Four eyes on what makes an incident look milder while a report is owed.</summary>
public sealed record LoweringNeedsAnother() : Refusal(
    "lowering_needs_another",
    "A report to an authority is owed, and you asked to lower this severity; another officer must do it.");

/// <summary>Nobody has asked for it.</summary>
public sealed record SettingAsideNotAsked() : Refusal(
    "setting_aside_not_asked", "Nobody has asked to set this clock aside, so there is nothing to agree to.");
