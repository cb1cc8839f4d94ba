using System.Security.Cryptography;
using System.Text;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Conditions;

namespace Governance.Server.Signals.Alerts;

/// <summary>
/// Makes alerts of other systems signals, one for each fingerprint: raised while it fires, cleared when it is resolved,
/// unchanged however often it is posted again.
/// </summary>
internal sealed class AlertDesk(
    ConditionSignals conditions,
    Transactor transactor,
    EventStore store,
    InstallationKey key,
    SenderNames names,
    AlertSettings settings,
    TimeProvider clock)
{
    /// <summary>Characters of a finding's sentence: it becomes an incident's title.</summary>
    private const int MaxSentence = 200;

    /// <summary>Hexadecimal digits kept of a group's hash.</summary>
    private const int GroupDigits = 16;

    private const string NoName = "unnamed alert";

    private static readonly StreamOf<Deployment, DeploymentEvent> s_deployments =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    /// <summary>Takes a post. Durable when it returns.</summary>
    public async Task<AlertsTaken> TakeAsync(AlertPost post, AlertSource source, Actor by, CancellationToken ct)
    {
        var (raised, cleared, unchanged, unassigned, unusable) = (0, 0, 0, 0, 0);
        foreach (var alert in post.Alerts ?? [])
        {
            if (alert.Status is not ("firing" or "resolved") || !IsHash(alert.Fingerprint))
            {
                unusable++;
                continue;
            }
            var (deployment, name, isKnown) = await DeploymentOfAsync(alert, ct);
            var condition = new Condition(deployment, name, SignalKind.ExternalAlert)
            {
                Dimension = $"{source.Word}:{alert.Fingerprint}",
            };
            unassigned += isKnown ? 0 : 1;
            if (!await TellAsync(condition, alert, source, by, ct))
                unchanged++;
            else if (alert.IsFiring)
                raised++;
            else
                cleared++;
        }
        await TellTruncatedAsync(post, source, by, ct);
        return new AlertsTaken(raised, cleared, unchanged, unassigned, unusable, Math.Max(post.TruncatedAlerts, 0));
    }

    /// <summary>True when something was appended.</summary>
    private async Task<bool> TellAsync(
        Condition condition, PostedAlert alert, AlertSource source, Actor by, CancellationToken ct)
    {
        if (!alert.IsFiring)
            return await ClearAsync(condition, $"{source.Title} says that it is resolved.", by, ct);
        var now = clock.GetUtcNow();
        var isDated = alert.StartsAt > DateTimeOffset.UnixEpoch && alert.StartsAt < now;
        var finding = new ConditionFinding(
            new ConditionSeen(SentenceOf(alert, condition, source), "alerts firing", 1, 0, ""),
            settings.SeverityOf(alert),
            isDated ? alert.StartsAt.ToUniversalTime() : now,
            now,
            await NowAsync(ct));
        return await conditions.RaiseAsync(condition, finding, transactor, by, ct) is Outcome<SignalGroup>.Committed;
    }

    /// <summary>What a sender leaves out is not known here: worth a note until it posts everything again.</summary>
    private async Task TellTruncatedAsync(AlertPost post, AlertSource source, Actor by, CancellationToken ct)
    {
        var group = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(post.GroupKey ?? "")));
        var condition = new Condition(key.DeploymentOf(settings.Fallback), settings.Fallback, SignalKind.ExternalAlert)
        {
            Dimension = $"{source.Word}:truncated:{group[..GroupDigits]}",
        };
        if (post.TruncatedAlerts <= 0)
        {
            await ClearAsync(condition, $"{source.Title} posts the whole group again.", by, ct);
            return;
        }
        var now = clock.GetUtcNow();
        var sentence = $"{source.Title} left out {post.TruncatedAlerts} alerts of a group: raise its max_alerts";
        var seen = new ConditionSeen(sentence, "alerts left out", post.TruncatedAlerts, 0, "");
        var finding = new ConditionFinding(seen, Severity.Sev4, now, now, await NowAsync(ct));
        await conditions.RaiseAsync(condition, finding, transactor, by, ct);
    }

    private async Task<bool> ClearAsync(Condition condition, string reason, Actor by, CancellationToken ct) =>
        await conditions.ClearAsync(condition, reason, await NowAsync(ct), transactor, by, ct)
            is Outcome<SignalGroup>.Committed;

    /// <summary>
    /// A post comes from outside the log: it counts as found after everything that the log holds when it comes.
    /// </summary>
    private async Task<SignalSource> NowAsync(CancellationToken ct) => new((await store.HeadAsync(ct)).Position, 0);

    private async Task<(DeploymentId Id, string Name, bool IsKnown)> DeploymentOfAsync(
        PostedAlert alert, CancellationToken ct)
    {
        if (alert.Label(settings.DeploymentLabel) is { Length: <= Texts.MaxBytes } label)
        {
            var named = names.Resolve(new Sender(
                key.DeploymentOf(label), label, Senders.UnspecifiedEnvironment, Service: null));
            var known = await transactor.ReadAsync(s_deployments, named.Deployment.Value, ct);
            if (known.Version > 0)
                return (named.Deployment, named.Name, true);
        }
        return (key.DeploymentOf(settings.Fallback), settings.Fallback, false);
    }

    private static string SentenceOf(PostedAlert alert, Condition condition, AlertSource source)
    {
        var summary = alert.Annotations?.GetValueOrDefault("summary") is { Length: > 0 } said ? $": {said}" : "";
        var sentence = $"{source.Title} alerts {alert.Label("alertname") ?? NoName} on "
            + condition.DeploymentName + summary;
        var plain = string.Concat(sentence.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return plain.Length <= MaxSentence ? plain : plain[..(MaxSentence - 1)] + "…";
    }

    private static bool IsHash(string? fingerprint) =>
        fingerprint is { Length: > 0 and <= 64 } && fingerprint.All(char.IsAsciiHexDigit);
}
