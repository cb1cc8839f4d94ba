using Governance.Domain;
using Governance.Domain.OnCall.Contacts;
using Governance.Domain.OnCall.Ladders;

namespace Governance.Tests.OnCall.Contacts;

public sealed class ContactSheetTests
{
    private static readonly Actor s_by = Actor.Part("test");
    private static readonly PersonId s_ann = new("ann");

    [Fact]
    public void Who_said_nothing_is_paged_in_the_console() =>
        ContactSheet.Initial.CalleeOf(s_ann, important: true).Ways.ShouldBe([new Way(Way.Console, null)]);

    [Fact]
    public void What_is_important_goes_by_its_own_order()
    {
        var sheet = When(Two, new SetContactRules(["a", "b"], ["b", "a"], "Europe/Berlin", s_by).Decide).State;
        sheet.CalleeOf(s_ann, important: false).Ways.ShouldBe([new Way("mail", "a"), new Way("slack", "b")]);
        var important = sheet.CalleeOf(s_ann, important: true);
        important.Ways.ShouldBe([new Way("slack", "b"), new Way("mail", "a")]);
        important.Zone.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public void An_order_leaves_no_way_out_and_adds_none() =>
        When(Two, new SetContactRules(["b", "invented"], [], null, s_by).Decide).ThenState(after =>
        {
            after.Default.ShouldBe(["b", "a"]);
            after.Important.ShouldBe(["a", "b"]);
        });

    [Fact]
    public void A_removed_way_is_in_no_order() =>
        When(Two, new RemoveContact("a", s_by).Decide).ThenState(after =>
            after.CalleeOf(s_ann, important: true).Ways.ShouldBe([new Way("slack", "b")]));

    [Fact]
    public void The_list_is_bounded_and_a_zone_is_one()
    {
        var full = Enumerable.Range(0, ContactSheet.ContactsMax).Aggregate(
            ContactSheet.Initial, (sheet, n) => When(sheet, new AddContact($"{n}", "mail", s_by).Decide).State);
        When(full, new AddContact("more", "mail", s_by).Decide).ThenRefused("contacts_invalid");
        When(Two, new SetContactRules([], [], "Nowhere", s_by).Decide).ThenRefused("contacts_invalid");
    }

    private static ContactSheet Two => When(
        When(ContactSheet.Initial, new AddContact("a", "mail", s_by).Decide).State,
        new AddContact("b", "slack", s_by).Decide).State;

    private static Decided<ContactSheet, ContactEvent> When(
        ContactSheet from, Func<ContactSheet, Decision<ContactEvent>> decide) =>
        A.Given<ContactSheet, ContactEvent>(from, ContactSheet.Evolve).When(decide);
}
