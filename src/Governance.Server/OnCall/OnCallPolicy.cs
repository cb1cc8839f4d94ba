using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain.OnCall;

namespace Governance.Server.OnCall;

/// <summary>
/// The escalation policy of the configuration: <c>OnCall:Ladder</c> (an array of <c>Recipient</c>, <c>Url</c>,
/// <c>WaitSeconds</c>) and <c>OnCall:Rounds</c>. A <c>Url</c> is a webhook's, or <c>mailto:somebody@example.org</c>;
/// <c>Format</c> may say <c>Slack</c> or <c>PagerDuty</c>, the latter with its <c>RoutingKey</c>.
/// <c>OnCall:Fallback</c>, of the same shape, names who is told when a ladder has ended and nobody answered.
/// Addresses stay here and never enter the log: a webhook's URL may be its credential.
/// </summary>
internal sealed class OnCallPolicy
{
    private const int DefaultWaitSeconds = 300;

    // A setting that is not used does not change a policy's digest.
    private static readonly JsonSerializerOptions s_digested = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // Bounded by Ladder.StepsMax and PageFallback.RecipientsMax.
    private readonly Dictionary<string, PagingAddress> _addresses;

    private OnCallPolicy(
        Ladder ladder, PageFallback fallback, Dictionary<string, PagingAddress> addresses, string publicUrl)
    {
        Ladder = ladder;
        Fallback = fallback;
        _addresses = addresses;
        PublicUrl = publicUrl;
    }

    /// <summary>The ladder that new escalations pin.</summary>
    public Ladder Ladder { get; }

    /// <summary>Who is told when a ladder has ended and nobody answered.</summary>
    public PageFallback Fallback { get; }

    /// <summary>Where a paged person finds the console, without a slash at the end.</summary>
    public string PublicUrl { get; }

    /// <summary>Where a recipient is reached today, or null when the policy no longer says.</summary>
    public PagingAddress? AddressOf(string recipient) => _addresses.GetValueOrDefault(recipient);

    /// <exception cref="InvalidOperationException">The configuration is no policy; it says what is wrong.</exception>
    public static OnCallPolicy Read(IConfiguration configuration)
    {
        var steps = configuration.GetSection("OnCall:Ladder").Get<Step[]>() ?? [];
        var rounds = configuration.GetValue("OnCall:Rounds", 1);
        Require(steps.Length <= Ladder.StepsMax, $"OnCall:Ladder has more than {Ladder.StepsMax} steps.");
        Require(rounds is >= 1 and <= Ladder.RoundsMax, $"OnCall:Rounds must be 1 to {Ladder.RoundsMax}.");
        var last = configuration.GetSection("OnCall:Fallback").Get<Step[]>() ?? [];
        Require(
            last.Length <= PageFallback.RecipientsMax,
            $"OnCall:Fallback has more than {PageFallback.RecipientsMax} recipients.");
        var addresses = new Dictionary<string, PagingAddress>(StringComparer.Ordinal);
        foreach (var step in steps.Concat(last))
        {
            Require(step.Recipient is { Length: > 0 }, "A step of OnCall:Ladder or OnCall:Fallback has no Recipient.");
            Require(Uri.IsWellFormedUriString(step.Url, UriKind.Absolute), $"{step.Recipient} has no absolute Url.");
            Require(step.WaitSeconds > 0, $"{step.Recipient} has no positive WaitSeconds.");
            var address = AddressOf(step);
            Require(
                addresses.TryAdd(step.Recipient!, address) || addresses[step.Recipient!] == address,
                $"{step.Recipient} has two addresses.");
        }

        var pinned = steps
            .Select(step => new LadderStep(step.Recipient!, addresses[step.Recipient!].Channel, step.WaitSeconds))
            .ToArray();
        var ladder = new Ladder(Digest(steps, rounds), pinned, rounds);
        var fallback = new PageFallback(
            [.. last.Select(one => (one.Recipient!, addresses[one.Recipient!].Channel)).Distinct()]);
        return new OnCallPolicy(ladder, fallback, addresses, PublicUrlOf(configuration));
    }

    private static PagingAddress AddressOf(Step step)
    {
        var address = PagingAddress.Read(step.Url, step.Format, step.RoutingKey);
        Require(
            address is not null,
            $"{step.Recipient}: a mailto: address and Mail go together, and PagerDuty and RoutingKey do.");
        return address!;
    }

    private static string PublicUrlOf(IConfiguration configuration) =>
        (configuration["OnCall:PublicUrl"] ?? $"http://127.0.0.1:{configuration["Ports:Web"] ?? "8080"}").TrimEnd('/');

    private static string Digest(Step[] steps, int rounds) => "sha256:" + Convert.ToBase64String(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { steps, rounds }, s_digested)));

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new InvalidOperationException(problem);
    }

    private sealed record Step(
        string? Recipient,
        string? Url,
        int WaitSeconds = DefaultWaitSeconds,
        PageFormat? Format = null,
        string? RoutingKey = null);
}
