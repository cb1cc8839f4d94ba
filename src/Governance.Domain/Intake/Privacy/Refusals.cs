namespace Governance.Domain.Intake.Privacy;

/// <summary>What touches people's data is done for a stated reason.</summary>
public sealed record PrivacyReasonMissing() : Refusal(
    "privacy_reason_missing", "Say why: the reason is kept with the act.");

/// <summary>There is no key of that number.</summary>
public sealed record PseudonymKeyUnknown(int Generation) : Refusal(
    "pseudonym_key_unknown", $"There was never a pseudonym key {Generation}.");

/// <summary>Pseudonyms are made under it now.</summary>
public sealed record PseudonymKeyInUse(int Generation) : Refusal(
    "pseudonym_key_in_use", $"Pseudonym key {Generation} is in use; begin another one first.");

/// <summary>The history has <see cref="PseudonymHistory.GenerationsMax"/> keys.</summary>
public sealed record TooManyPseudonymKeys() : Refusal(
    "too_many_pseudonym_keys", $"There were {PseudonymHistory.GenerationsMax} pseudonym keys already.");

/// <summary>Content is kept for some days, and not for long.</summary>
public sealed record ContentDaysOutOfRange(int Days) : Refusal(
    "content_days_out_of_range", $"Content is kept for 1 to {ContentKeeping.RetainDaysMax} days, not {Days}.");

/// <summary>A machine has no reason of its own.</summary>
public sealed record OnlyPeopleRead() : Refusal(
    "only_people_read", "Only a person who signs in reads content.");
