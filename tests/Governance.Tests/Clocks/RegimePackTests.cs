using Governance.Domain.Clocks.Regimes;
using Governance.Server.Clocks;
using static Governance.Tests.Clocks.ClockFixtures;

namespace Governance.Tests.Clocks;

/// <summary>The catalogue is honest: no number that its own quote does not say.</summary>
public sealed class RegimePackTests
{
    /// <summary>Written down a second time, so that a parser that reads everything as "fine" is noticed.</summary>
    public static TheoryData<string, string> Periods => new()
    {
        { "eu-ai-act-73-2", "15 days" }, { "eu-ai-act-73-3", "2 days" }, { "eu-ai-act-73-4", "10 days" },
        { "eu-ai-act-73-6", "hold" }, { "eu-ai-act-26-5", "immediately" }, { "gpai-code-9.3-1", "2 days" },
        { "gpai-code-9.3-2", "5 days" }, { "gpai-code-9.3-3", "10 days" }, { "gpai-code-9.3-4", "15 days" },
        { "gpai-code-9.3-intermediate", "4 weeks" }, { "gpai-code-9.3-final", "60 days" },
        { "ca-22757.13-c-1", "15 days" }, { "ca-22757.13-c-2", "24 hours" }, { "ny-1422-3-a", "72 hours" },
        { "ny-1422-3-b", "24 hours" },
    };

    [Theory]
    [MemberData(nameof(Periods))]
    public void A_row_has_the_period_that_its_quote_says(string id, string period)
    {
        var row = Pack.Find(id).ShouldNotBeNull();
        row.Period.ToString().ShouldBe(period);
        QuotedPeriods.Says(row.Quote, row.Period).ShouldBeTrue(row.Quote);
    }

    [Fact]
    public void The_pack_holds_these_rows_and_no_others() =>
        Pack.Rows.Select(row => row.Id).ShouldBe(Periods.Select(row => row.Data.Item1));

    [Theory]
    [InlineData("eu-ai-act-73-2", "period: 15 days", "period: 10 days", "not later than 15 days")]
    [InlineData("eu-ai-act-73-3", "period: 2 days", "period: 2 working days", "not later than two days")]
    [InlineData("ca-22757.13-c-2", "period: 24 hours", "period: 72 hours", "within 24 hours")]
    [InlineData("eu-ai-act-26-5", "period: immediately", "period: 2 days", "immediately inform")]
    [InlineData("eu-ai-act-73-6", "period: hold", "period: 3 days", "shall not perform")]
    public void A_changed_number_stops_the_start_and_names_the_quote(
        string row, string old, string changed, string quote)
    {
        var at = PackText.IndexOf($"id: {row}\n", StringComparison.Ordinal);
        var period = PackText.IndexOf(old, at, StringComparison.Ordinal);
        var text = PackText[..period] + changed + PackText[(period + old.Length)..];

        var refused = Should.Throw<FormatException>(() => RegimeFiles.ReadPack(text));
        refused.Message.ShouldContain(row);
        refused.Message.ShouldContain(quote);
    }

    [Fact]
    public void Every_row_says_where_and_when_its_words_were_read() => Pack.Rows.ShouldAllBe(row =>
        row.Source.StartsWith("https://") && row.ReadIn.Length > 0 && row.ReadOn >= new DateOnly(2026, 1, 1)
        && row.Quote.Length > 40 && row.Validity.Count > 0);

    [Theory]
    [InlineData("not later than fifteen days", "15 days")]
    [InlineData("within seventy-two hours from", "72 hours")]
    [InlineData("at least every four weeks", "4 weeks")]
    [InlineData("two working days", "2 working days")]
    public void Numbers_are_read_as_figures_and_as_words(string quote, string period) =>
        QuotedPeriods.In(quote).ShouldBe([Period.Parse(period)]);

    [Theory]
    [InlineData(SourceReading.SecondHand, RowStatus.Adopted)]
    [InlineData(SourceReading.Memory, RowStatus.Adopted)]
    [InlineData(SourceReading.Text, RowStatus.Draft)]
    [InlineData(SourceReading.Text, RowStatus.Disabled)]
    public void A_row_that_was_not_read_or_is_no_law_says_so_and_never_counts(SourceReading reading, RowStatus status)
    {
        var row = Pack.Rows[0] with { Reading = reading, Status = status };
        var verdict = Applicability.Of(Pack with { Rows = [row] }, Many, At(2028, 1, 10), Calendar).Single();
        verdict.Standing.ShouldBe(Standing.NotLaw);
        verdict.Reason.ShouldNotBeEmpty();
    }
}
