using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching.Readers;

namespace Governance.Server.Signals.Watching.Rules;

/// <summary>
/// Inputs denied again and again: many of one principal within minutes, or of many principals with one kind of prompt
/// within a day. Principals are pseudonyms, and kinds of prompts are the sender's own clusters.
/// </summary>
internal sealed class Probing : IBehaviourRule
{
    /// <summary>Denials that make a burst or a campaign.</summary>
    private const int Denials = 20;

    /// <summary>Principals that make a campaign.</summary>
    private const int Principals = 5;

    /// <summary>Principals and kinds of prompts that are counted, the latest ones.</summary>
    private const int MaxCounted = 4096;

    private static readonly TimeSpan s_burst = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_campaign = TimeSpan.FromDays(1);

    private readonly Recent<Denied> _byUser = new(MaxCounted);
    private readonly Recent<Denied> _byPrompt = new(MaxCounted);
    private readonly Holding _holding = new(SignalKind.Probing, TimeSpan.FromMinutes(30));

    /// <inheritdoc/>
    public SignalKind Signal => SignalKind.Probing;

    /// <inheritdoc/>
    public void Take(Witnessed witnessed, List<FoundSignal> found)
    {
        var call = witnessed.Observation;
        if (call is not { Kind: ObservationKind.Inference, InputVerdict: "deny" })
            return;
        var user = call.User ?? "";
        if (user.Length > 0 && Counted(_byUser, user, user, witnessed.At, s_burst) is { Count: >= Denials } burst)
            Say(witnessed, "one principal", burst, s_burst, found);
        if (call.Details?.GetValueOrDefault("prompt.cluster") is { } prompt
            && Counted(_byPrompt, prompt, user, witnessed.At, s_campaign) is
                { Count: >= Denials, Users.Count: >= Principals } campaign)
        {
            Say(witnessed, "many principals with one kind of prompt", campaign, s_campaign, found);
        }
    }

    /// <inheritdoc/>
    public void EndQuiet(DateTimeOffset now, List<FoundSignal> found) =>
        _holding.EndQuiet(now, "No further denials of this kind for half an hour.", found);

    /// <inheritdoc/>
    public void Forget() => _holding.Forget();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _byUser.Save(writer, (w, denied) => denied.Save(w));
        _byPrompt.Save(writer, (w, denied) => denied.Save(w));
        _holding.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _byUser.Load(reader, Denied.Load);
        _byPrompt.Load(reader, Denied.Load);
        _holding.Load(reader);
    }

    private static Denied Counted(
        Recent<Denied> all, string key, string user, DateTimeOffset at, TimeSpan within)
    {
        var denied = all.TryGet(key, out var known) && at - known.Since < within ? known : new Denied(at, 0, []);
        var users = denied.Users.Count < Principals && user.Length > 0 && !denied.Users.Contains(user)
            ? [.. denied.Users, user]
            : denied.Users;
        denied = new Denied(denied.Since, denied.Count + 1, users);
        all.Put(key, denied);
        return denied;
    }

    private void Say(Witnessed witnessed, string by, Denied denied, TimeSpan within, List<FoundSignal> found) =>
        _holding.Saw("", by, witnessed.At, () => new FoundCondition(
            new ConditionSeen(
                $"{witnessed.Deployment} denies input after input of {by}",
                $"denials within {within.TotalMinutes:0} minutes", denied.Count, Denials, ""),
            Severity.Sev3, denied.Since, witnessed.At, witnessed.Address), found);

    /// <summary>Denials since a time, and the first few principals.</summary>
    private sealed record Denied(DateTimeOffset Since, int Count, IReadOnlyList<string> Users)
    {
        internal void Save(BinaryWriter writer)
        {
            writer.Save(Since);
            writer.Write(Count);
            writer.Write(Users.Count);
            foreach (var user in Users)
                writer.Write(user);
        }

        internal static Denied Load(BinaryReader reader) => new(
            reader.LoadTime(),
            reader.ReadInt32(),
            [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]);
    }
}
