using System.Globalization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Merging;
using Governance.Server.Access;
using Governance.Server.Incidents.Room;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// Two incidents that are one, and one that is two: <c>merge {into, reason}</c>, <c>unmerge {reason}</c>, <c>split
/// {finding, title, reason}</c>. Both streams, the signals' links and the restrictions move in one commit.
/// </summary>
internal static class MergeEndpoints
{
    private const string NamePrefix = "INC-";

    internal static void MapMerging(this IEndpointRouteBuilder routes)
    {
        routes.MapAct<MergeBody>("merge", Permission.HandleIncident, Merge);
        routes.MapAct<UnmergeBody>("unmerge", Permission.HandleIncident, Unmerge);
        routes.MapAct<SplitBody>("split", Permission.HandleIncident, Split);
    }

    private static Act Merge(MergeBody body, HttpContext http) => async from =>
    {
        if (await FindAsync(body.Into, http) is not { } target)
        {
            return new NotATarget();
        }

        var (self, by) = (Self(http), http.User.Actor());
        var into = await from.ReadAsync(IncidentStreams.Incident, target.Value);
        var merge = new MergeIncident(self, target, into, by, ActRoutes.Prose(body.Reason));
        var decision = merge.Decide(from.State, from.Now);
        if (decision.Events.Count == 0)
        {
            return decision;
        }

        var findings = await SignalVerdict.ReadAsync(from, from.State);
        return new Plan<IncidentEvent>(
            decision,
            On(target, into, new AbsorbIncident(self, from.State, by).Decide(into, from.Now))
                .And(SignalVerdict.Link(findings, target)));
    };

    private static Act Unmerge(UnmergeBody body, HttpContext http) => async from =>
    {
        var (self, by) = (Self(http), http.User.Actor());
        var holder = from.State.MergedInto is { } target
            ? await from.ReadAsync(IncidentStreams.Incident, target.Value)
            : Incident.Initial;
        var decision = new UnmergeIncident(self, holder, by, ActRoutes.Prose(body.Reason))
            .Decide(from.State, from.Now);
        if (decision.Events.Count == 0)
        {
            return decision;
        }

        var after = decision.Events.Aggregate(from.State, Incident.Evolve);
        return new Plan<IncidentEvent>(
            decision,
            On(from.State.MergedInto!.Value, holder, new GiveBackIncident(self).Decide(holder, from.Now))
                .And(SignalVerdict.Link(await SignalVerdict.ReadAsync(from, after), self)));
    };

    private static Act Split(SplitBody body, HttpContext http) => async from =>
    {
        var (self, by) = (Self(http), http.User.Actor());
        var finding = new Fingerprint(body.Finding ?? "");
        // The same split sent twice names one incident.
        var fresh = IncidentIds.OfStream($"{self}/{finding}/{from.State.SignalCount}");
        var split = new SplitIncident(fresh, finding, by, ActRoutes.Prose(body.Reason));
        var decision = split.Decide(from.State, from.Now);
        if (decision.Events.Count == 0)
        {
            return decision;
        }

        var state = await from.ReadAsync(IncidentStreams.Incident, fresh.Value);
        var declare = new DeclareIncident(split.Declaration(from.State, body.Title?.Trim() ?? ""))
            .Decide(state, from.Now);
        if (declare.Refusal is { } refusal)
        {
            return refusal;
        }

        var group = (await SignalVerdict.ReadAsync(from, from.State)).Where(one => one.Fingerprint == finding);
        return new Plan<IncidentEvent>(decision, On(fresh, state, declare).And(SignalVerdict.Link(group, fresh)));
    };

    /// <summary>What the other incident's stream gets in the same commit, with what joins it there.</summary>
    private static Effects On(IncidentId id, Incident before, Decision<IncidentEvent> decision) =>
        Effects.Of(
            IncidentStreams.Incident,
            id.Value,
            new Plan<IncidentEvent>(decision, IncidentEffects.Of(id, before, decision)));

    private static IncidentId Self(HttpContext http) => new((string)http.GetRouteValue("id")!);

    /// <summary>An incident by what people call it, or by its id.</summary>
    private static async Task<IncidentId?> FindAsync(string? named, HttpContext http)
    {
        var name = named?.Trim() ?? "";
        if (!name.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return name.Length == 0 ? null : new IncidentId(name);
        }

        var reader = http.RequestServices.GetRequiredService<RoomReader>();
        return long.TryParse(
            name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await reader.FindAsync(number, http.RequestAborted)
            : null;
    }

    /// <param name="Into">INC-42, or the incident's id.</param>
    internal sealed record MergeBody(string? Into, string? Reason);

    internal sealed record UnmergeBody(string? Reason);

    /// <param name="Finding">Fingerprint of the finding that goes.</param>
    /// <param name="Title">Of the new incident.</param>
    internal sealed record SplitBody(string? Finding, string? Title, string? Reason);
}
