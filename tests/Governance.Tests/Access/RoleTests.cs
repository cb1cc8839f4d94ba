using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access;

namespace Governance.Tests.Access;

public sealed class RoleTests
{
    private static readonly PersonId s_person = new("a1");
    private static readonly Actor s_admin = new("person-b2");

    [Fact]
    public void An_account_is_made_once_with_its_first_roles()
    {
        var command = new RegisterPerson(s_person, [Role.Auditor, Role.ModelOwner], s_admin);
        var facts = command.Decide(Person.Initial).Events;
        facts.ShouldBe(
        [
            new PersonEvent.PersonRegistered(s_person, s_admin),
            new PersonEvent.RoleGranted(Role.Auditor, s_admin),
            new PersonEvent.RoleGranted(Role.ModelOwner, s_admin),
        ]);
        command.Decide(After(facts)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_person_cannot_be_a_machine_and_a_machine_cannot_be_a_person()
    {
        new GrantRole(Role.Gateway, s_admin).Decide(Registered()).Refusal.ShouldBe(new RoleOfMachines(Role.Gateway));
        new IssueKey(Role.SafetyOfficer, s_admin).Decide(Key.Initial).Refusal
            .ShouldBe(new RoleOfPeople(Role.SafetyOfficer));
    }

    [Fact]
    public void Nobody_gives_or_takes_their_own_roles()
    {
        var self = Actor.Person(s_person);
        new GrantRole(Role.SafetyOfficer, self).Decide(Registered()).Refusal.ShouldBe(new OwnRole());
        new RevokeRole(Role.Auditor, self).Decide(Registered()).Refusal.ShouldBe(new OwnRole());
    }

    [Fact]
    public void Granting_and_taking_twice_writes_nothing()
    {
        new GrantRole(Role.Auditor, s_admin).Decide(Registered()).Events.ShouldBeEmpty();
        new RevokeRole(Role.Administrator, s_admin).Decide(Registered()).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_revoked_key_stays_revoked()
    {
        var issued = Key.Evolve(Key.Initial, new KeyEvent.KeyIssued(Role.Model, s_admin));
        var revoked = Key.Evolve(issued, new RevokeKey(s_admin).Decide(issued).Events.Single());
        revoked.Revoked.ShouldBeTrue();
        new RevokeKey(s_admin).Decide(revoked).Events.ShouldBeEmpty();
        new RevokeKey(s_admin).Decide(Key.Initial).Refusal.ShouldBe(new KeyUnknown());
    }

    [Fact]
    public void An_auditor_changes_nothing_but_findings() => Enum.GetValues<Permission>()
        .Where(permission => Role.Auditor.Allows(permission))
        .ShouldBe([Permission.Read, Permission.Export, Permission.CloseFinding], ignoreOrder: true);

    [Fact]
    public void An_administrator_has_no_say_over_models()
    {
        Permission[] overModels =
        [
            Permission.HandleIncident, Permission.ApproveRollout, Permission.ProposeRollout, Permission.Halt,
            Permission.RollBack, Permission.ReEnable,
        ];
        overModels.ShouldAllBe(permission => !Role.Administrator.Allows(permission));
    }

    [Fact]
    public void Every_permission_is_held_by_somebody() => Enum.GetValues<Permission>()
        .Where(permission => !RolePermissions.Holding(permission).Any())
        .ShouldBeEmpty();

    private static Person Registered() =>
        After(new RegisterPerson(s_person, [Role.Auditor], s_admin).Decide(Person.Initial).Events);

    private static Person After(IEnumerable<PersonEvent> facts) => facts.Aggregate(Person.Initial, Person.Evolve);
}
