using Governance.Domain;
using Governance.Domain.Intake.Privacy;

namespace Governance.Tests.Intake.Privacy;

/// <summary>Content is kept where somebody said why and for how long, and read by people who say why.</summary>
public sealed class ContentKeepingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_by = Actor.Person(new PersonId("1"));
    private static readonly ObservationAddress s_address = new(7, 3);
    private static readonly ContentEvent s_allowed = new ContentEvent.KeepingAllowed(7, s_by, "an inquiry", s_now);

    [Fact]
    public void By_default_none_is_kept() => ContentKeeping.Initial.RetainDays.ShouldBeNull();

    [Fact]
    public void Keeping_is_allowed_for_a_reason_and_some_days() => Given()
        .When(keeping => new AllowContent(7, s_by, "an inquiry").Decide(keeping, s_now))
        .Then(s_allowed)
        .ThenState(keeping => keeping.RetainDays.ShouldBe(7));

    [Fact]
    public void Without_a_reason_nothing_is_allowed_ended_or_read()
    {
        Given().When(keeping => new AllowContent(7, s_by, " ").Decide(keeping, s_now))
            .ThenRefused(new PrivacyReasonMissing());
        Given(s_allowed).When(keeping => new EndContent(s_by, "").Decide(keeping, s_now))
            .ThenRefused(new PrivacyReasonMissing());
        Given(s_allowed).When(keeping => new RevealContent("r", s_address, s_by, "").Decide(keeping, s_now))
            .ThenRefused(new PrivacyReasonMissing());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ContentKeeping.RetainDaysMax + 1)]
    public void Neither_for_no_day_nor_for_long(int days) => Given()
        .When(keeping => new AllowContent(days, s_by, "why").Decide(keeping, s_now))
        .ThenRefused(new ContentDaysOutOfRange(days));

    [Fact]
    public void What_is_kept_ends_and_what_is_not_needs_no_end()
    {
        Given(s_allowed).When(keeping => new EndContent(s_by, "over").Decide(keeping, s_now))
            .Then(new ContentEvent.KeepingEnded(s_by, "over", s_now));
        Given().When(keeping => new EndContent(s_by, "over").Decide(keeping, s_now)).ThenNothing();
    }

    [Fact]
    public void Every_reading_is_a_fact_of_its_own()
    {
        var first = new ContentEvent.Revealed("r1", s_address, s_by, "complaint", s_now);
        Given(s_allowed).When(keeping => new RevealContent("r1", s_address, s_by, "complaint").Decide(keeping, s_now))
            .Then(first);
        Given(s_allowed, first)
            .When(keeping => new RevealContent("r2", s_address, s_by, "complaint").Decide(keeping, s_now))
            .Then(first with { Reveal = "r2" });
    }

    [Fact]
    public void A_key_reads_nothing() => Given(s_allowed)
        .When(keeping => new RevealContent("r", s_address, new Actor("key-1"), "why").Decide(keeping, s_now))
        .ThenRefused(new OnlyPeopleRead());

    [Fact]
    public void An_erasure_is_a_fact_also_where_it_found_nothing() => Given()
        .When(keeping => new RecordErasure("e", 0, s_by, "asked for").Decide(keeping, s_now))
        .Then(new ContentEvent.SubjectErased("e", 0, s_by, "asked for", s_now));

    private static GivenState<ContentKeeping, ContentEvent> Given(params ContentEvent[] facts) =>
        A.Given<ContentKeeping, ContentEvent>(
            facts.Aggregate(ContentKeeping.Initial, ContentKeeping.Evolve), ContentKeeping.Evolve);
}
