using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.Access.Accounts;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall.Ladders;

/// <summary>
/// Looks up whom each step of a ladder reaches now: schedules and people's own ways, each read for the decision that
/// follows, so that it holds only as long as they have not changed.
/// </summary>
internal sealed class CrewFinder(People people, Calendars calendars)
{
    /// <summary>More people than one step should wake at once.</summary>
    public const int CalleesMax = 50;

    /// <summary>Whom the steps reach for an incident of that severity.</summary>
    public async Task<Crew> FindAsync(
        Reading reading, IReadOnlyList<LadderStep> steps, Severity severity, CancellationToken ct)
    {
        var reaches = new List<Reach>(); // Bounded by Ladder.StepsMax.
        foreach (var step in steps)
        {
            var (named, next) = await NamedAsync(reading, step, Ladder.Important(severity), ct);
            reaches.Add(Reach.Of(step, named, calendars.Find(step.OnlyIn?.Calendar), next, reading.Now));
        }

        return new Crew(reaches, reading.Now);
    }

    private async Task<(IReadOnlyList<Callee> Named, DateTimeOffset? NextCover)> NamedAsync(
        Reading reading, LadderStep step, bool important, CancellationToken ct)
    {
        switch (step.Kind)
        {
            case StepKind.Address:
                return ([new Callee(step.Recipient, [new Way(step.Channel, null)])], null);
            case StepKind.Person:
                return ([await CalleeAsync(reading, new PersonId(step.Recipient), important)], null);
            case StepKind.Role:
                return (await OfRoleAsync(reading, step.Recipient, important, ct), null);
            case StepKind.Schedule:
                var schedule = await reading.ReadAsync(OnCallStreams.Schedule, step.Recipient);
                if (schedule.OnCallAt(reading.Now) is not { } person)
                    return ([], schedule.NextCover(reading.Now, reading.Now + Roster.Ahead));
                var callee = await CalleeAsync(reading, person, important);
                return ([callee with { Zone = callee.Zone ?? schedule.Zone }], null);
            default:
                return ([], null);
        }
    }

    private async Task<IReadOnlyList<Callee>> OfRoleAsync(
        Reading reading, string role, bool important, CancellationToken ct)
    {
        var callees = new List<Callee>(); // Bounded by CalleesMax.
        foreach (var person in (await people.ListAsync(ct))
            .Where(person => Enum.TryParse<Role>(role, out var held) && person.Roles.Contains(held))
            .Take(CalleesMax))
            callees.Add(await CalleeAsync(reading, person.Id, important));
        return callees;
    }

    private static async Task<Callee> CalleeAsync(Reading reading, PersonId person, bool important) =>
        (await reading.ReadAsync(OnCallStreams.Contacts, person.Value)).CalleeOf(person, important);
}
