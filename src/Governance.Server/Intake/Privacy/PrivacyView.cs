using Governance.Domain.Intake.Privacy;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Privacy.Drops;

namespace Governance.Server.Intake.Privacy;

/// <summary>What the page of privacy shows.</summary>
/// <param name="Keys">Keys of pseudonyms, the present one first; at most <see cref="KeysMax"/>.</param>
/// <param name="Settings">How long keys are used and kept.</param>
/// <param name="Drops">What senders said and was not kept; counts before names.</param>
/// <param name="Consents">Whose content is kept.</param>
public sealed record PrivacyView(
    IReadOnlyList<PseudonymKeyRow> Keys,
    PrivacyDays Settings,
    IReadOnlyList<Drop> Drops,
    IReadOnlyList<ContentConsent> Consents)
{
    /// <summary>Keys on the page: years of them.</summary>
    public const int KeysMax = 100;
}

/// <summary>How long keys are used and kept, in days.</summary>
public sealed record PrivacyDays(int Used, int Kept);

/// <summary>One key of pseudonyms.</summary>
/// <param name="Key">Number, beginning, reason.</param>
/// <param name="By">Who began it, as colleagues call them.</param>
/// <param name="KeptUntil">When it is destroyed; null while it is in use.</param>
public sealed record PseudonymKeyRow(PseudonymGeneration Key, string? By, DateTimeOffset? KeptUntil);
