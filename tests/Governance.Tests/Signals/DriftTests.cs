using System.Text;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Behaviour.Reading;
using Governance.Server.Shell;
using Governance.Server.Signals.Drift;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Governance.Tests.Signals;

/// <summary>What is asked of a drift report, and what is made of two sides of observations.</summary>
public sealed class DriftTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_versions_without_times_are_compared_over_the_same_last_week()
    {
        var question = Asked("deployment=support&left=v1&right=v2").Read(s_now, 77).Question!;
        (question.Left.From, question.Left.To).ShouldBe((s_now.AddDays(-7), s_now));
        (question.Right.From, question.Right.To).ShouldBe((question.Left.From, question.Left.To));
        question.UpTo.ShouldBe(77);
    }

    [Fact]
    public void One_period_is_compared_with_the_one_before_of_the_same_length()
    {
        var question = Asked("deployment=support&rightFrom=2026-11-21T06:00Z").Read(s_now, 77).Question!;
        (question.Right.From, question.Right.To).ShouldBe((s_now.AddHours(-6), s_now));
        (question.Left.From, question.Left.To).ShouldBe((s_now.AddHours(-12), s_now.AddHours(-6)));
    }

    [Fact]
    public void The_address_of_a_question_is_the_same_question_again()
    {
        var question = Asked("deployment=support%2Feu&left=v1&right=v%202").Read(s_now, 77).Question!;
        var again = Asked(question.UrlAs("/drift").Split('?')[1]).Read(s_now.AddDays(3), 900).Question;
        again.ShouldBe(question);
    }

    [Theory]
    [InlineData("deployment=support&leftFrom=2026-11-19&leftTo=2026-11-21&rightFrom=2026-11-20", "same observations")]
    [InlineData("deployment=support&right=v2&leftFrom=2026-11-20&leftTo=2026-11-21T12:00Z", "same observations")]
    [InlineData("deployment=support&leftFrom=soon", "Not a time: soon")]
    [InlineData("deployment=support&left=v1&right=v2&rightTo=0001-01-01", "Not a time: 0001-01-01")]
    [InlineData("deployment=support&left=v1&right=v2&upTo=banana", "Not a position of the log: banana")]
    [InlineData("deployment=support&rightFrom=2026-11-21T13:00Z", "begins before it ends")]
    public void What_cannot_be_compared_is_said(string query, string why) =>
        Asked(query).Read(s_now, 77).Problem.ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public void A_report_tells_the_mix_of_tasks_from_a_change_and_says_what_was_not_measured()
    {
        var question = Asked("deployment=support&left=v1&right=v2").Read(s_now, 77).Question!;
        var fold = new DriftFold(question);
        // Summaries are long and answers short in both versions; v2 is asked for more summaries.
        for (var i = 0; i < 600; i++)
        {
            var right = i % 2 == 1;
            var summary = i / 2 % 10 < (right ? 8 : 2);
            fold.Take(Call(right ? "v2" : "v1", summary, (summary ? 900 : 200) + (i / 2 % 7)), s_now);
            fold.Take(Call("v3", summary: true, 5), s_now);
        }

        var report = DriftArithmetic.Report(question, fold, new DriftRead(1, 1, 0, fold.Left, fold.Right, 0));
        (report.Read.Left, report.Read.Right).ShouldBe((300, 300));
        var tokens = report.Rows.Single(row => row is { Signal: SignalKind.OutputTokens, Dimension: null });
        tokens.Effect.Value.ShouldBeGreaterThan(600);
        tokens.Matched!.Classes.ShouldBe(2);
        Math.Abs(tokens.Matched.Effect.Value).ShouldBeLessThan(3);
        tokens.StandsOut.ShouldBeFalse();
        var tasks = report.Categories.Single(row => row.Category is DriftCategory.TaskClass);
        tasks.PopulationStability.ShouldBeGreaterThan(tasks.ByChance!.Value);
        tasks.Words[0].LeftShare.ShouldBeOneOf(0.2, 0.8);
        report.NotMeasured.ShouldContain(one => one.Signal == SignalKind.Refusal && one.Left == 0 && one.Right == 0);
        report.NotMeasured.ShouldNotContain(one => one.Signal == SignalKind.UnseenTool);
        report.NotMeasured.ShouldNotContain(one => one.Signal == SignalKind.InputShift);
        report.Rows.ShouldNotContain(row => row.Signal == SignalKind.InputShift);
        var prompts = report.Categories.Single(row => row.Category is DriftCategory.PromptCluster);
        prompts.Words.Select(word => word.Word).ShouldBe(["long", "short"]);
        DriftFile.Of(report).Split("\r\n").ShouldAllBe(line => line.Length == 0 || line.Count(c => c == ',') >= 26);
    }

    [Fact]
    public void A_file_holds_negative_numbers_as_numbers_and_no_formula()
    {
        var text = new StringBuilder().Line("-11.5", "-1E-07", "-1+cmd|' /C calc'!A0", "=1+1", "-").ToString();
        text.ShouldBe("-11.5,-1E-07,'-1+cmd|' /C calc'!A0,'=1+1,'-\r\n");
    }

    [Fact]
    public void Too_many_segments_are_thinned_evenly_over_the_whole_period()
    {
        PeriodSegment[] all = [.. Enumerable.Range(1, 1000).Select(at => new PeriodSegment(at, s_now, 100))];
        var kept = DriftReader.Thinned(all, 10_000);
        kept.Count.ShouldBe(100);
        kept.Select(one => (one.Position - 1) / 100).CountBy(one => one).ShouldAllBe(hundred => hundred.Value == 10);
        DriftReader.Thinned(all, 100_000).ShouldBe(all);
    }

    private static Observation Call(string version, bool summary, int tokens) => new()
    {
        Kind = ObservationKind.Inference,
        StartedAt = s_now.AddHours(-1),
        ModelVersion = version,
        TaskClass = summary ? "summarise" : "answer",
        OutputTokens = tokens,
        Details = new Dictionary<string, string> { ["prompt.cluster"] = summary ? "long" : "short" },
    };

    private static DriftAsked Asked(string query) => DriftAsked.Parse(new QueryCollection(
        QueryHelpers.ParseQuery(query).ToDictionary(pair => pair.Key, pair => (StringValues)pair.Value)));
}
