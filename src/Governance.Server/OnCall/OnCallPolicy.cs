using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain.OnCall;

namespace Governance.Server.OnCall;

/// <summary>
/// The escalation policy of the configuration: <c>OnCall:Ladder</c> (an array of <c>Recipient</c>, <c>Url</c>,
/// <c>WaitSeconds</c>) and <c>OnCall:Rounds</c>. A <c>Url</c> is a webhook's, or <c>mailto:somebody@example.org</c>.
/// Addresses stay here and never enter the log: a webhook's URL may be its credential.
/// </summary>
internal sealed class OnCallPolicy
{
    private const int DefaultWaitSeconds = 300;

    // Bounded by Ladder.StepsMax.
    private readonly Dictionary<string, string> _addresses;

    private OnCallPolicy(Ladder ladder, Dictionary<string, string> addresses, string publicUrl)
    {
        Ladder = ladder;
        _addresses = addresses;
        PublicUrl = publicUrl;
    }

    /// <summary>The ladder that new escalations pin.</summary>
    public Ladder Ladder { get; }

    /// <summary>Where a paged person finds the console, without a slash at the end.</summary>
    public string PublicUrl { get; }

    /// <summary>Where a recipient is reached today, or null when the policy no longer says.</summary>
    public string? AddressOf(string recipient) => _addresses.GetValueOrDefault(recipient);

    /// <summary>Whether an address is reached by mail.</summary>
    public static bool IsMail(string address) => address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">The configuration is no policy; it says what is wrong.</exception>
    public static OnCallPolicy Read(IConfiguration configuration)
    {
        var steps = configuration.GetSection("OnCall:Ladder").Get<Step[]>() ?? [];
        var rounds = configuration.GetValue("OnCall:Rounds", 1);
        Require(steps.Length <= Ladder.StepsMax, $"OnCall:Ladder has more than {Ladder.StepsMax} steps.");
        Require(rounds is >= 1 and <= Ladder.RoundsMax, $"OnCall:Rounds must be 1 to {Ladder.RoundsMax}.");
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            Require(step.Recipient is { Length: > 0 }, "A step of OnCall:Ladder has no Recipient.");
            Require(Uri.IsWellFormedUriString(step.Url, UriKind.Absolute), $"{step.Recipient} has no absolute Url.");
            Require(step.WaitSeconds > 0, $"{step.Recipient} has no positive WaitSeconds.");
            Require(
                addresses.TryAdd(step.Recipient!, step.Url!) || addresses[step.Recipient!] == step.Url,
                $"{step.Recipient} has two addresses.");
        }

        var pinned = steps
            .Select(step => new LadderStep(step.Recipient!, ChannelOf(step.Url!), step.WaitSeconds))
            .ToArray();
        var ladder = new Ladder(Digest(steps, rounds), pinned, rounds);
        return new OnCallPolicy(ladder, addresses, PublicUrlOf(configuration));
    }

    private static string ChannelOf(string address) => IsMail(address) ? "mail" : "webhook";

    private static string PublicUrlOf(IConfiguration configuration) =>
        (configuration["OnCall:PublicUrl"] ?? $"http://127.0.0.1:{configuration["Ports:Web"] ?? "8080"}").TrimEnd('/');

    private static string Digest(Step[] steps, int rounds) => "sha256:" + Convert.ToBase64String(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { steps, rounds }, JsonSerializerOptions.Web)));

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new InvalidOperationException(problem);
    }

    private sealed record Step(string? Recipient, string? Url, int WaitSeconds = DefaultWaitSeconds);
}
