using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.OnCall.Schedules;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Ladders;

/// <summary>Shows the ladder in words and changes it.</summary>
internal sealed class LadderDesk(
    LadderBook book, OnCallPolicy configured, Rosters rosters, Calendars calendars, People people,
    Transactor transactor)
{
    /// <summary>Everything that a step can name, with its words; read once for a page.</summary>
    public async Task<LadderTargets> TargetsAsync(CancellationToken ct)
    {
        var all = await people.ListAsync(ct);
        LadderTarget[] targets =
        [
            .. rosters.InUse.Select(one => new LadderTarget(
                StepKind.Schedule, one.Id, $"whoever is on call: {one.Schedule.Name}")),
            .. Enum.GetValues<Role>().Where(role => role.IsForPeople() && role.Allows(Permission.HandleIncident))
                .Select(role => new LadderTarget(StepKind.Role, role.ToString(), $"every {role.Word()}")),
            .. all.Where(MayHandle).Select(person => new LadderTarget(
                StepKind.Person, person.Id.Value, person.Name)),
            .. configured.Ladder.Steps.Select(step => step.Recipient).Distinct(StringComparer.Ordinal)
                .Select(recipient => new LadderTarget(StepKind.Address, recipient, $"{recipient} (configuration)")),
            new LadderTarget(StepKind.Wait, "", "nobody, only wait"),
        ];
        return new LadderTargets(targets, [.. calendars.Names]);
    }

    /// <summary>The ladder that new escalations pin.</summary>
    public Ladder Current => book.Current;

    /// <summary>Defines the ladder anew.</summary>
    public async Task<Outcome<LadderPolicy>> DefineAsync(LadderBody body, Actor by, CancellationToken ct)
    {
        var targets = await TargetsAsync(ct);
        var asked = body.Steps ?? [];
        if (asked.Count > Ladder.StepsMax)
            return Refused($"A ladder has at most {Ladder.StepsMax} steps.");
        foreach (var (step, number) in asked.Select((step, index) => (step, index + 1)))
        {
            if (targets.Find(step.Kind, step.Recipient?.Trim() ?? "") is null)
                return Refused($"Step {number} names nobody who can be paged.");
            if (step.OnlyIn?.Calendar is { Length: > 0 } calendar && calendars.Find(calendar) is null)
                return Refused($"Step {number}: there is no calendar {calendar}.");
        }

        LadderStep[] steps = [.. asked.Select(step => step.ToStep(ChannelOf(step)))];
        var define = new DefineLadder(DigestOf(steps, body.Rounds), steps, body.Rounds, by);
        return await transactor.TransactAsync(
            OnCallStreams.Ladder, LadderPolicy.Default, (policy, _) => define.Decide(policy), by, ct: ct);
    }

    private string ChannelOf(StepBody step) => step.Kind is StepKind.Address
        ? configured.AddressOf(step.Recipient!.Trim())!.Channel
        : "";

    private static bool MayHandle(PersonRow person) =>
        person.Roles.Any(role => role.Allows(Permission.HandleIncident));

    private static Outcome<LadderPolicy> Refused(string why) =>
        new Outcome<LadderPolicy>.Refused(new LadderInvalid(why));

    private static string DigestOf(IReadOnlyList<LadderStep> steps, int rounds) => "sha256:" + Convert.ToBase64String(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { steps, rounds }, FactJson.Options)));
}
