using Governance.Domain.Incidents;
using Governance.Server.Incidents.Runbooks;
using Governance.Tests.House;

namespace Governance.Tests.Incidents;

public sealed class RunbookTests
{
    private static readonly RunbookShelf s_shelf = RunbookShelf.Load(Path.Combine(Checkout.Root, "runbooks"));

    public static TheoryData<string> Alarms => [.. Alarm.All];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Every_alarm_has_a_runbook_that_says_what_to_do_first(string alarm)
    {
        var runbook = s_shelf.Find(alarm).ShouldNotBeNull();
        runbook.Title.ShouldNotBeNullOrWhiteSpace();
        runbook.Roles.ShouldNotBeEmpty();
        foreach (var heading in new[] { "What it means", "First five minutes", "If it is a false alarm" })
        {
            runbook.Html.ShouldContain($">{heading}</h2>");
        }

        runbook.Html.ShouldContain("<ol>");
    }

    [Fact]
    public void Every_runbook_is_named_after_its_alarm() => Checkout.Files("runbooks", ".md")
        .Where(file => Runbook.Parse(File.ReadAllText(file)).Alarm != Path.GetFileNameWithoutExtension(file))
        .ShouldBeEmpty();

    [Fact]
    public void Raw_html_in_a_runbook_is_shown_as_text()
    {
        var html = Runbook.Parse("---\nalarm: x\ntitle: X\n---\n<script>alert(1)</script>\n").Html;
        html.ShouldNotContain("<script");
        html.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public void A_file_without_front_matter_is_no_runbook() =>
        Should.Throw<FormatException>(() => Runbook.Parse("# Just text\n"));
}
