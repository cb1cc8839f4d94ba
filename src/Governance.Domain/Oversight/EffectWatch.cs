using System.Collections.Immutable;
using Governance.Domain.Intake;
using Governance.Domain.Rollouts;

namespace Governance.Domain.Oversight;

/// <summary>
/// Decides from telemetry alone whether an order was obeyed. Silence is not success: traffic counts as ended only while
/// the same sender is seen alive, serving something it may still serve, or having acknowledged and begun nothing since.
/// </summary>
/// <param name="OrderedAt">When the order was given.</param>
/// <param name="MustEnd">The version that must not serve; null when nothing may.</param>
/// <param name="Grace">
/// What an obedient sender may still begin: work in flight, one export interval, and the difference of two clocks.
/// </param>
public sealed record EffectWatch(DateTimeOffset OrderedAt, ModelVersion? MustEnd, TimeSpan Grace)
{
    /// <summary>More senders than this cannot be told apart; the effect is then never called observed.</summary>
    public const int SendersMax = 10_000;

    /// <summary>Who served within this time before the order is expected to be seen obeying it.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(2);

    /// <summary>Stands for a sender that does not say which instance it is.</summary>
    public const string UnstatedInstance = "unstated";

    /// <summary>Bounded by <see cref="SendersMax"/>.</summary>
    public ImmutableDictionary<string, SenderSeen> Senders { get; private init; } =
        ImmutableDictionary.Create<string, SenderSeen>(StringComparer.Ordinal);

    /// <summary>
    /// Start of the last thing that should not have been served, before or after the order; null if none.
    /// </summary>
    public DateTimeOffset? LastForbidden => Senders.Values.Max(sender => sender.LastForbidden);

    private bool HasOverflowed { get; init; }

    /// <summary>A sender was seen serving.</summary>
    public EffectWatch Seen(ServingSeen serving)
    {
        ArgumentNullException.ThrowIfNull(serving);
        if (serving.LastStart < OrderedAt - Recent)
        {
            return this;
        }

        var forbidden = MustEnd is not { } version || serving.Version == version.Value;
        return With(serving.Instance ?? UnstatedInstance, sender => forbidden
            ? sender.Forbidden(serving)
            : sender with { LastAllowed = Later(sender.LastAllowed, serving.LastStart) });
    }

    /// <summary>A sender said that it has stopped.</summary>
    public EffectWatch Acknowledged(string instance, DateTimeOffset at) =>
        With(instance, sender => sender with { AcknowledgedAt = sender.AcknowledgedAt ?? at });

    /// <summary>What can be said at <paramref name="now"/>.</summary>
    public EffectVerdict Judge(DateTimeOffset now)
    {
        var concerned = Senders.Where(pair => pair.Value.LastForbidden is not null).ToList();
        var defying = concerned
            .Where(pair => !Obeys(pair.Value, now))
            .OrderByDescending(pair => IsStillServing(pair.Value))
            .ThenByDescending(pair => pair.Value.LastForbidden)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .ToList();
        if (defying is [var (instance, sender), ..])
        {
            var finding = IsStillServing(sender) ? EffectFinding.StillServing : EffectFinding.Unknown;
            var after = sender.CountAfter(sender.AcknowledgedAt ?? OrderedAt);
            return new EffectVerdict(false, finding, instance, after, sender.LastForbidden);
        }

        var seenAlive = concerned.Count > 0 || Senders.Values.Any(sender => Obeys(sender, now));
        return new EffectVerdict(seenAlive && !HasOverflowed, EffectFinding.Unknown, null, 0, LastForbidden);
    }

    /// <summary>
    /// What began just after an acknowledgement's grace is told up to a grace later: nothing is concluded before.
    /// </summary>
    private bool Obeys(SenderSeen sender, DateTimeOffset now)
    {
        var ended = Later(sender.LastForbidden, OrderedAt);
        return sender.LastAllowed > ended + Grace
            || (sender.AcknowledgedAt + Grace is { } settled && !(sender.LastForbidden > settled)
                && now >= settled + Grace);
    }

    private bool IsStillServing(SenderSeen sender) =>
        sender.LastForbidden > (sender.AcknowledgedAt ?? OrderedAt) + Grace;

    private EffectWatch With(string instance, Func<SenderSeen, SenderSeen> change)
    {
        if (Senders.TryGetValue(instance, out var sender))
        {
            return this with { Senders = Senders.SetItem(instance, change(sender)) };
        }

        return Senders.Count >= SendersMax
            ? this with { HasOverflowed = true }
            : this with { Senders = Senders.Add(instance, change(new SenderSeen())) };
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}

/// <summary>What was seen of one sender around an order.</summary>
public sealed record SenderSeen
{
    /// <summary>Sightings kept apart to be counted; beyond it they are counted together.</summary>
    public const int SightingsMax = 256;

    /// <summary>Start of the last thing it should not have served.</summary>
    public DateTimeOffset? LastForbidden { get; init; }

    /// <summary>Start of the last thing it may serve.</summary>
    public DateTimeOffset? LastAllowed { get; init; }

    /// <summary>When it said that it has stopped.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    private ImmutableList<ServingSeen> Sightings { get; init; } = [];

    internal SenderSeen Forbidden(ServingSeen serving) => this with
    {
        LastForbidden = LastForbidden > serving.LastStart ? LastForbidden : serving.LastStart,
        Sightings = Sightings.Count < SightingsMax
            ? Sightings.Add(serving)
            : Sightings.SetItem(SightingsMax - 1, Merge(Sightings[^1], serving)),
    };

    /// <summary>At least this many forbidden things began after <paramref name="time"/>.</summary>
    internal long CountAfter(DateTimeOffset time) => Sightings.Sum(seen =>
        seen.FirstStart > time ? seen.Count : seen.LastStart > time ? 1L : 0L);

    private static ServingSeen Merge(ServingSeen one, ServingSeen other) => one with
    {
        Count = one.Count + other.Count,
        FirstStart = one.FirstStart < other.FirstStart ? one.FirstStart : other.FirstStart,
        LastStart = one.LastStart > other.LastStart ? one.LastStart : other.LastStart,
    };
}

/// <summary>What the telemetry says about an order.</summary>
/// <param name="Observed">True when obedience was seen.</param>
/// <param name="Finding">When not: still serving, or nobody could be seen.</param>
/// <param name="Instance">A sender that kept serving, or that fell silent.</param>
/// <param name="ActivityAfter">At least this many things it began after its acknowledgement, else after the
/// order.</param>
/// <param name="LastForbidden">Start of the last thing that should not have been served.</param>
public sealed record EffectVerdict(
    bool Observed, EffectFinding Finding, string? Instance, long ActivityAfter, DateTimeOffset? LastForbidden);
