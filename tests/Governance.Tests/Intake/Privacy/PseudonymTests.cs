using Governance.Domain;
using Governance.Domain.Intake.Privacy;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy;

namespace Governance.Tests.Intake.Privacy;

/// <summary>People have pseudonyms under a key with a number, and another key makes others of them.</summary>
public sealed class PseudonymTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_by = Actor.Person(new PersonId("1"));

    private readonly string _home = Directory.CreateTempSubdirectory("governance-pseudonyms-").FullName;

    private PseudonymFolder Folder => new(Path.Combine(_home, "pseudonyms"));

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_pseudonym_carries_its_keys_number_and_changes_with_the_key()
    {
        Folder.Make(1);
        var keys = new PseudonymKeys(Folder);
        using var pseudonyms = new Pseudonyms(Mapped.Key, keys);
        var first = pseudonyms.OfUser("ada").ShouldNotBeNull();
        first.ShouldMatch("^1-[0-9a-f]{16}$");
        pseudonyms.OfUser("ada").ShouldBe(first);
        pseudonyms.OfConversation("ada").ShouldNotBe(first);
        var instance = pseudonyms.OfInstance("pod-1");

        Folder.Make(2);
        keys.Refresh();
        var second = pseudonyms.OfUser("ada").ShouldNotBeNull();
        second.ShouldStartWith("2-");
        second[2..].ShouldNotBe(first[2..]);
        pseudonyms.OfInstance("pod-1").ShouldBe(instance, "an instance is nobody, and is followed over all keys");
        keys.OfUser("ada").ShouldBe([first, second]);
    }

    [Fact]
    public void Two_nodes_that_make_one_key_share_it()
    {
        Parallel.For(0, 16, _ => Folder.Make(1));
        using var here = new Pseudonyms(Mapped.Key, new PseudonymKeys(Folder));
        using var there = new Pseudonyms(Mapped.Key, new PseudonymKeys(Folder));
        here.OfUser("ada").ShouldBe(there.OfUser("ada"));
    }

    [Fact]
    public void A_destroyed_key_is_gone_and_is_never_made_again()
    {
        Folder.Make(1);
        Folder.Make(2);
        Folder.Destroy(1);
        Folder.Make(1);
        Folder.Living().ShouldBe([2]);
        new PseudonymKeys(Folder).OfUser("ada").ShouldHaveSingleItem().ShouldStartWith("2-");
    }

    [Fact]
    public void A_key_begins_once_and_for_a_reason() => Given(1)
        .When(history => new BeginPseudonymKey(2, s_by, "an audit asked").Decide(history, s_now))
        .Then(new PseudonymEvent.KeyBegun(2, s_by, "an audit asked", s_now));

    [Fact]
    public void Without_a_reason_no_key_begins() => Given(1)
        .When(history => new BeginPseudonymKey(2, s_by, " ").Decide(history, s_now))
        .ThenRefused(new PrivacyReasonMissing());

    [Fact]
    public void The_key_in_use_is_not_destroyed() => Given(1, 2)
        .When(history => new DestroyPseudonymKey(2, s_by).Decide(history, s_now))
        .ThenRefused(new PseudonymKeyInUse(2));

    [Fact]
    public void An_old_key_is_destroyed_once() => Given(1, 2)
        .When(history => new DestroyPseudonymKey(1, s_by).Decide(history, s_now))
        .Then(new PseudonymEvent.KeyDestroyed(1, s_by, s_now))
        .ThenState(history => history.Find(1)!.DestroyedAt.ShouldBe(s_now));

    [Fact]
    public void A_key_that_never_was_is_not_destroyed() => Given(1)
        .When(history => new DestroyPseudonymKey(7, s_by).Decide(history, s_now))
        .ThenRefused(new PseudonymKeyUnknown(7));

    private static GivenState<PseudonymHistory, PseudonymEvent> Given(params int[] generations) => A.Given(
        generations.Aggregate(
            PseudonymHistory.Initial,
            (history, one) => PseudonymHistory.Evolve(history, new PseudonymEvent.KeyBegun(one, s_by, "why", s_now))),
        (Func<PseudonymHistory, PseudonymEvent, PseudonymHistory>)PseudonymHistory.Evolve);
}
