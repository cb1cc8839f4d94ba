using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;

namespace Governance.Tests.Observations;

public sealed class TokensTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_that_was_typed_is_asked()
    {
        var question = Read(
            "deployment:support kind:inference kind:tool-call finish:refusal score:<0.3 since:2h is:failed");

        question.NotUnderstood.ShouldBeEmpty();
        question.Deployment.ShouldBe("support");
        question.Kinds.ShouldBe([ObservationKind.Inference, ObservationKind.ToolCall]);
        question.Wanted.Single().Field.Member.ShouldBe("finish");
        question.Wanted.Single().Values.ShouldBe(["refusal"]);
        question.Since.ShouldBe(s_now.AddHours(-2));
        question.Failed.ShouldBeTrue();
        (question.Score!.Holds(0.29), question.Score.Holds(0.3)).ShouldBe((true, false));
    }

    [Fact]
    public void A_value_with_blanks_is_quoted() =>
        Read("version:\"chat 2: beta\" tool:search").Wanted.Select(wanted => wanted.Values.Single())
            .ShouldBe(["search", "chat 2: beta"]);

    [Fact]
    public void A_quote_within_a_quoted_value_has_a_backslash_before_it() =>
        Read("""tool:"say \"hi\" \\ bye" version:a\b""").Wanted.Select(wanted => wanted.Values.Single())
            .ShouldBe(["""say "hi" \ bye""", "a\\b"], ignoreOrder: true);

    [Fact]
    public void A_quote_that_is_not_closed_is_said() =>
        Read("kind:inference tool:\"say hi").NotUnderstood.ShouldBe(["tool:say hi (a quote is not closed)"]);

    [Theory]
    [InlineData("score:>=0.5", 0.5, 0.4)]
    [InlineData("score:>0.5", 0.6, 0.5)]
    [InlineData("score:<=0.5", 0.5, 0.6)]
    [InlineData("score:0.1..0.3", 0.3, 0.31)]
    [InlineData("score:-1", -1.0, 1.0)]
    public void A_range_has_the_ends_that_it_says(string text, double within, double beyond)
    {
        var range = Read(text).Score!;
        range.Holds(within).ShouldBeTrue();
        range.Holds(beyond).ShouldBeFalse();
    }

    [Theory]
    [InlineData("since:90s", "2026-11-21T07:58:30Z")]
    [InlineData("since:1.5d", "2026-11-19T20:00:00Z")]
    [InlineData("since:2026-11-20", "2026-11-20T00:00:00Z")]
    [InlineData("since:2026-11-20T10:00+02:00", "2026-11-20T08:00:00Z")]
    public void A_time_is_a_while_ago_or_a_moment(string text, string moment) =>
        Read(text).Since.ShouldBe(DateTimeOffset.Parse(moment, null));

    [Theory]
    [InlineData("refund")]
    [InlineData("kind:9")]
    [InlineData("kind:poem")]
    [InlineData("score:low")]
    [InlineData("score:NaN")]
    [InlineData("since:yesterday")]
    [InlineData("since:999999999d")]
    [InlineData("is:open")]
    [InlineData("finish:")]
    [InlineData("colour:red")]
    public void What_cannot_be_read_is_named(string token) => Read(token).NotUnderstood.ShouldBe([token]);

    [Fact]
    public void An_address_and_a_trace_need_no_word()
    {
        Read("1204:17").Address.ShouldBe(new ObservationAddress(1204, 17));
        Read("0123456789abcdef0123456789abcdef").Wanted.Single().Field.Word.ShouldBe("trace");
    }

    private static Question Read(string text) => Tokens.Parse(text, s_now);
}
