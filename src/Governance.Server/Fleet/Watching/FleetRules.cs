using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;
using Governance.Server.Shell;
using Governance.Server.Signals.Conditions;

namespace Governance.Server.Fleet.Watching;

/// <summary>A condition that holds, with what shows it.</summary>
/// <param name="Condition">What holds.</param>
/// <param name="Finding">How it is known.</param>
/// <param name="ShownBy">What is served against the registry; null: nothing in particular shows it.</param>
internal sealed record Holding(Condition Condition, ConditionFinding Finding, ServedSighting? ShownBy = null);

/// <summary>
/// What is wrong between registry and telemetry, of one deployment at one moment. Pure: over the same log and the same
/// time it finds the same.
/// </summary>
internal static class FleetRules
{
    /// <summary>The kinds of signal that these rules raise and clear.</summary>
    internal static readonly IReadOnlyList<SignalKind> Kinds =
    [
        SignalKind.UnregisteredDeployment, SignalKind.UnannouncedVersion, SignalKind.UnannouncedDigest,
        SignalKind.SenderSilent,
    ];

    /// <summary>Characters of a digest in a sentence: enough to tell two apart.</summary>
    private const int DigestShown = 19;

    /// <summary>What was not seen for so long does not serve any more.</summary>
    private static readonly TimeSpan s_served = TimeSpan.FromHours(1);

    /// <summary>An exporter may hold what was sent before a retirement back for so long.</summary>
    private static readonly TimeSpan s_onTheWay = TimeSpan.FromMinutes(1);

    internal static IEnumerable<Holding> Judge(HeardDeployment one, DateTimeOffset now) =>
        one.State.Status switch
        {
            DeploymentStatus.Unknown or DeploymentStatus.Unregistered => Unregistered(one, now),
            DeploymentStatus.Retired => Retired(one, now),
            DeploymentStatus.Registered => [.. Versions(one, now), .. Digests(one, now), .. Silence(one, now)],
            _ => [],
        };

    private static IEnumerable<Holding> Unregistered(HeardDeployment one, DateTimeOffset now)
    {
        if (one.Heard is not { } heard)
            yield break;
        var seen = new ConditionSeen(
            $"{one.Name} streams, and nobody has registered it", "unregistered deployments", 1, 0, "");
        yield return Hold(one, SignalKind.UnregisteredDeployment, seen, Severity.Sev5, heard.At, now);
    }

    private static IEnumerable<Holding> Retired(HeardDeployment one, DateTimeOffset now)
    {
        if (one is not { Said: { } said, Heard: { } heard } || heard.At < said.At + s_onTheWay
            || now - heard.At > s_served)
        {
            yield break;
        }

        var seen = new ConditionSeen($"{one.Name} is retired and still streams", "retired deployments", 1, 0, "");
        yield return Hold(one, SignalKind.UnregisteredDeployment, seen, Severity.Sev3, heard.At, now);
    }

    /// <summary>Without any registered version there is nothing to compare with.</summary>
    private static IEnumerable<Holding> Versions(HeardDeployment one, DateTimeOffset now) =>
        from served in Serving(one, now)
        where one.State.Versions.Count > 0 && served.Digest is null && one.State.Answering(served.Version) is null
        let seen = new ConditionSeen(
            $"{one.Name} serves {served.Version}, which nobody announced", "observations of it", served.Count, 0, "")
        let held = Hold(one, SignalKind.UnannouncedVersion, seen, Severity.Sev3, served.First.At, now)
        select held with
        {
            Condition = held.Condition with { Version = new ModelVersion(served.Version) },
            ShownBy = served,
        };

    /// <summary>
    /// A version's digest is the registered one, else the one that it was first seen with: the same name with other
    /// weights is another model (F65).
    /// </summary>
    private static IEnumerable<Holding> Digests(HeardDeployment one, DateTimeOffset now) =>
        from served in Serving(one, now)
        where served.Digest is not null
        let version = one.State.Answering(served.Version)
        where version is not null
        let expected = version.Digest ?? FirstDigest(one, version)
        where served.Digest != expected
        let seen = new ConditionSeen(
            $"{one.Name} serves {version.Version} with digest {Short(served.Digest!)}, not {Short(expected)}",
            "observations with that digest",
            served.Count,
            0,
            "")
        let held = Hold(one, SignalKind.UnannouncedDigest, seen, Severity.Sev1, served.First.At, now)
        select held with
        {
            Condition = held.Condition with { Version = version.Version, Dimension = served.Digest },
            ShownBy = served,
        };

    private static IEnumerable<Holding> Silence(HeardDeployment one, DateTimeOffset now)
    {
        if (one.State.Registration?.HeartbeatSeconds is not { } heartbeat || one.IsHalted || one.Said is not { } said)
            yield break;
        var since = one.Heard?.At ?? said.At;
        var silent = now - since;
        if (silent <= TimeSpan.FromSeconds(heartbeat))
            yield break;
        var allowed = Moment.Length(TimeSpan.FromSeconds(heartbeat));
        var seen = new ConditionSeen(
            $"Nothing was heard of {one.Name} for longer than {allowed}: it is not measured",
            "seconds of silence",
            Math.Round(silent.TotalSeconds),
            heartbeat,
            "s");
        yield return Hold(one, SignalKind.SenderSilent, seen, Severity.Sev3, since, now);
    }

    private static IEnumerable<ServedSighting> Serving(HeardDeployment one, DateTimeOffset now) => one.Served
        .Where(served => now - served.Last.At <= s_served)
        .OrderBy(served => served.First.Position);

    private static string FirstDigest(HeardDeployment one, RegisteredVersion version) => one.Served
        .Where(served => served.Digest is not null && version.AnswersTo(served.Version))
        .MinBy(served => served.First.Position)!.Digest!;

    private static Holding Hold(
        HeardDeployment one,
        SignalKind kind,
        ConditionSeen seen,
        Severity hint,
        DateTimeOffset since,
        DateTimeOffset now) =>
        new(new Condition(one.Id, one.Name, kind), new ConditionFinding(seen, hint, since, now, one.Found));

    private static string Short(string digest) => digest.Length > DigestShown ? digest[..DigestShown] + "…" : digest;
}
