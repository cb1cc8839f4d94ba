using Governance.Server.Intake.Privacy.Content;

namespace Governance.Server.Intake.Privacy;

/// <summary>What a mapper needs to let nothing through that was not allowed.</summary>
/// <param name="Pseudonyms">Keys under which people are called.</param>
/// <param name="Limits">How much of one record is looked at.</param>
/// <param name="Consents">Whose content is kept; null: nobody's.</param>
/// <param name="Vault">What seals it.</param>
internal sealed record PrivacyRules(
    PseudonymKeys Pseudonyms, SieveLimits Limits, ContentConsents? Consents = null, ContentVault? Vault = null)
{
    /// <summary>True while somebody's content is kept, so that it matters whose a record is.</summary>
    public bool SomeContentIsKept => Consents is { Any: true };

    /// <summary>A collector of one mapper's own; null where no content is ever kept.</summary>
    public ContentCollector? Collector() => Consents is null || Vault is null
        ? null
        : new ContentCollector(Consents, Vault, Limits.ContentBytes);
}
