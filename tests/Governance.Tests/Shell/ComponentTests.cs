using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Governance.Domain;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;

namespace Governance.Tests.Shell;

public sealed class ComponentTests
{
    [Theory]
    [InlineData(Severity.Sev1, "Critical", "critical")]
    [InlineData(Severity.Sev2, "High", "high")]
    [InlineData(Severity.Sev3, "Medium", "medium")]
    [InlineData(Severity.Sev4, "Low", "low")]
    [InlineData(Severity.Sev5, "Info", "info")]
    public async Task A_severity_is_shape_and_word_never_colour_alone(Severity severity, string word, string css)
    {
        var body = await Rendering.OfAsync<Sev>(("Of", severity));
        var shown = body.QuerySelector(".sev")!;
        shown.TextContent.Trim().ShouldBe(word);
        shown.ClassList.ShouldContain(css);
        shown.QuerySelector("svg")!.Children.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(12, "12 s ago")]
    [InlineData(240, "4 min ago")]
    [InlineData(7_300, "2 hr ago")]
    [InlineData(300_000, "3 days ago")]
    [InlineData(-240, "in 4 min")]
    public async Task A_moment_is_relative_to_read_and_exact_for_machines(int secondsAgo, string words)
    {
        var at = Rendering.Now.AddSeconds(-secondsAgo);
        var time = (await Rendering.OfAsync<When>(("At", at))).QuerySelector("time")!;
        time.TextContent.ShouldBe(words);
        time.GetAttribute("datetime").ShouldBe(Moment.Iso(at));
        time.GetAttribute("title").ShouldBe(Moment.Absolute(at));
    }

    [Fact]
    public async Task A_gap_in_a_spark_stays_a_gap()
    {
        var body = await Rendering.OfAsync<Spark>(("Label", "x"), ("Values", new double?[] { 1, 2, null, 4, 5 }));
        body.QuerySelector(".line")!.GetAttribute("d")!.Count(step => step == 'M').ShouldBe(2);
    }

    [Fact]
    public async Task A_spark_of_nothing_draws_nothing()
    {
        var body = await Rendering.OfAsync<Spark>(("Label", "x"), ("Values", new double?[] { null, null }));
        body.QuerySelector(".line")!.GetAttribute("d").ShouldBe("");
    }

    [Fact]
    public async Task A_chart_says_it_in_a_sentence_and_a_table_and_never_shows_0_for_not_measured()
    {
        ChartPoint[] points = [new(Rendering.Now, 0.5, 0.1, 0.6), new(Rendering.Now.AddMinutes(1), null)];
        var body = await Rendering.OfAsync<Chart>(
            ("Id", "refusals"), ("Sentence", "Refusals rose."), ("Data", new ChartData("Refusals", "%", points)));
        body.QuerySelector("figcaption")!.TextContent.ShouldBe("Refusals rose.");
        body.QuerySelector("ts-chart")!.GetAttribute("aria-label").ShouldBe("Refusals rose.");
        var rows = body.QuerySelectorAll("tbody tr").Select(row => row.Children[1].TextContent).ToList();
        rows.ShouldBe(["0.5 %", "not measured"]);
    }

    [Fact]
    public async Task A_charts_data_cannot_end_its_own_element()
    {
        var data = new ChartData("</script><script>alert(1)</script>", "", [new(Rendering.Now, 1)]);
        var body = await Rendering.OfAsync<Chart>(("Id", "x"), ("Sentence", "s"), ("Data", data));
        var script = body.QuerySelectorAll("script").Single();
        JsonDocument.Parse(script.TextContent).RootElement.GetProperty("name").GetString().ShouldBe(data.Name);
    }

    [Fact]
    public async Task A_stage_bar_marks_where_it_stands()
    {
        StageBar.Stage[] stages =
        [
            new(1, StageBar.StageState.Done, "Done"), new(10, StageBar.StageState.Held, "Held"),
            new(100, StageBar.StageState.Ahead, "Ahead"),
        ];
        var body = await Rendering.OfAsync<StageBar>(("Stages", stages));
        body.QuerySelectorAll("[aria-current=step]").Single().TextContent.ShouldContain("10 %");
    }

    [Fact]
    public async Task What_is_no_json_is_shown_as_it_is()
    {
        ReadOnlyMemory<byte> stored = Encoding.UTF8.GetBytes("<not json>");
        var body = await Rendering.OfAsync<JsonView>(("Json", stored));
        body.QuerySelector("pre")!.TextContent.Trim().ShouldBe("<not json>");
    }

    [Fact]
    public async Task An_action_that_is_off_says_why_and_sends_nothing()
    {
        var body = await Rendering.OfAsync<ActionButton>(
            ("Action", "/x"), ("Text", "Approve"), ("Icon", "check"), ("Off", "You proposed it."));
        body.QuerySelector("form").ShouldBeNull();
        var button = body.QuerySelector("button")!;
        button.GetAttribute("aria-disabled").ShouldBe("true");
        button.GetAttribute("title").ShouldBe("You proposed it.");
        button.TextContent.ShouldContain("You proposed it.");
    }

    [Fact]
    public async Task A_dialogs_link_keeps_the_filters_of_the_page()
    {
        var body = await Rendering.OfAsync<DialogButton>(("For", "halt"), ("Text", "Halt…"), ("Icon", "hand"));
        body.QuerySelector("a")!.GetAttribute("href").ShouldBe("/incidents?view=all&dialog=halt");
    }

    [Fact]
    public async Task A_problem_shows_its_stable_code()
    {
        var body = await Rendering.OfAsync<Problem>(("Title", "No"), ("Detail", "Because."), ("Code", "own_role"));
        body.QuerySelector("[role=alert] code")!.TextContent.ShouldBe("own_role");
    }
}
