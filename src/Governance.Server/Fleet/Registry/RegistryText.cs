using Governance.Domain.Fleet;

namespace Governance.Server.Fleet.Registry;

/// <summary>What may be written into the registry; each fault is one sentence that names the field.</summary>
internal static class RegistryText
{
    /// <summary>Longest name, environment, owner, version, family or digest, characters.</summary>
    internal const int WordMax = 200;

    /// <summary>Longest purpose or reason, characters: a sentence or two, not a page.</summary>
    internal const int ProseMax = 1_000;

    /// <summary>A shorter heartbeat than this is shorter than an exporter's own delay.</summary>
    internal const int HeartbeatSecondsMin = 10;

    /// <summary>A longer silence than a week is found by other means.</summary>
    internal const int HeartbeatSecondsMax = 7 * 86_400;

    private const string DigestPrefix = "sha256:";
    private const int DigestHexDigits = 64;

    /// <summary>The field trimmed; null where nothing was entered.</summary>
    internal static string? Entered(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Why a word that has to be there cannot stand; null when it can.</summary>
    internal static string? FaultOfWord(string field, string? word) =>
        word is null ? $"{field} is missing." : FaultOfText(field, word, WordMax);

    /// <summary>Why a text that may be left out cannot stand; null when it can.</summary>
    internal static string? FaultOfText(string field, string? text, int lengthMax) => text switch
    {
        null => null,
        _ when text.Length > lengthMax => $"{field} has at most {lengthMax} characters.",
        _ when text.Any(char.IsControl) => $"{field} holds characters that nobody can see.",
        _ => null,
    };

    /// <summary>Why a digest cannot stand: senders report it in exactly this form, and it is compared.</summary>
    internal static string? FaultOfDigest(string? digest) => digest is null
        || (digest.Length == DigestPrefix.Length + DigestHexDigits
            && digest.StartsWith(DigestPrefix, StringComparison.Ordinal)
            && digest[DigestPrefix.Length..].All(char.IsAsciiHexDigitLower))
            ? null
            : $"The digest is {DigestPrefix} and {DigestHexDigits} lower-case hex digits.";

    /// <summary>Why a heartbeat cannot stand.</summary>
    internal static string? FaultOfHeartbeat(int? seconds) =>
        seconds is null or (>= HeartbeatSecondsMin and <= HeartbeatSecondsMax)
            ? null
            : $"The expected heartbeat is {HeartbeatSecondsMin} to {HeartbeatSecondsMax} seconds.";

    /// <summary>Why a tier's name cannot stand.</summary>
    internal static string? FaultOfTier(string? tier) => tier is null || TierOf(tier) is not null
        ? null
        : $"The tier is one of {string.Join(", ", Enum.GetValues<DeploymentTier>().Select(Word))}.";

    /// <summary>The tier of a name; null for another word.</summary>
    internal static DeploymentTier? TierOf(string? word) => Enum.GetValues<DeploymentTier>()
        .Where(tier => Word(tier) == word?.ToLowerInvariant())
        .Select(tier => (DeploymentTier?)tier)
        .FirstOrDefault();

    /// <summary>A tier as people and programs spell it.</summary>
    internal static string Word(DeploymentTier tier) => tier.ToString().ToLowerInvariant();

    /// <summary>The first fault of several fields.</summary>
    internal static string? First(params ReadOnlySpan<string?> faults)
    {
        foreach (var fault in faults)
        {
            if (fault is not null)
                return fault;
        }

        return null;
    }
}
