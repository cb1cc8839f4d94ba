using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Incidents.Queue;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Tests.Incidents;

public sealed class QueueFilterTests
{
    [Fact]
    public void What_is_default_is_not_in_the_url() => Parse("").Url.ShouldBe("/incidents");

    [Theory]
    [InlineData("/incidents?view=all&q=sev%3Acritical%20refund&severity=high&sort=newest&page=3&asOf=120")]
    [InlineData("/incidents?view=mine")]
    public void A_url_gives_back_itself(string url) => Parse(new Uri("http://x" + url).Query).Url.ShouldBe(url);

    [Fact]
    public void A_file_holds_every_page() => Parse("?page=3&view=all").ExportUrl("csv")
        .ShouldBe("/incidents.csv?view=all");

    [Theory]
    [InlineData("?view=nonsense&severity=worst&sort=7&page=-2&asOf=x")]
    [InlineData("?page=0")]
    public void Nonsense_is_the_default(string query) => Parse(query).Url.ShouldBe("/incidents");

    [Fact]
    public void Tokens_narrow_and_the_rest_is_searched_for()
    {
        var tokens = SearchTokens.Parse("sev:critical sev:2 model:support is:open is:unacknowledged Refund colour:red");
        tokens.Severities.ShouldBe([Severity.Sev1, Severity.Sev2]);
        tokens.Models.ShouldBe(["support"]);
        tokens.Statuses.ShouldBe([IncidentStatus.Declared]);
        tokens.Acknowledged.ShouldBe(false);
        tokens.Words.ShouldBe(["refund", "colour:red"]);
    }

    [Fact]
    public void A_token_that_is_not_understood_is_a_word() =>
        SearchTokens.Parse("sev:terrible is:blue model:").Words.ShouldBe(["sev:terrible", "is:blue", "model:"]);

    [Fact]
    public void A_cell_cannot_become_a_formula()
    {
        var csv = QueueFile.Csv([Entry(Row("=cmd|' /C calc'!A0")), Entry(Row("a \"quoted\", title"))]);
        csv.ShouldContain(",'=cmd|' /C calc'!A0,");
        csv.ShouldContain(",\"a \"\"quoted\"\", title\",");
    }

    [Fact]
    public void A_file_says_what_the_screen_says()
    {
        var entry = Entry(Row("title") with
        {
            AcknowledgedBy = "person-1",
            FirstAcknowledgedAt = IncidentFixtures.Now.AddSeconds(90),
        });
        (entry.Status, entry.Owner, entry.Severity, entry.SeverityWord, entry.TimeToAcknowledgeMs)
            .ShouldBe(("acknowledged", "called person-1", "sev1", "critical", 90_000));
        entry.DeclaredAt.ShouldEndWith("Z");
        Encoding.UTF8.GetString(QueueFile.Json([entry])).ShouldNotContain("searchText");
    }

    [Fact]
    public void A_token_that_is_none_is_named() =>
        SearchTokens.Parse("sev:bogus is:ack is:open refund").NotUnderstood.ShouldBe(["sev:bogus", "is:ack"]);

    [Fact]
    public void A_file_is_named_after_its_filter_and_position() =>
        QueueFile.NameOf(Parse("?view=all&severity=high&q=sev:1"), 42, "csv")
            .ShouldBe("incidents-all-high-sev-1-at-42.csv");

    private static QueueFilter Parse(string query) =>
        QueueFilter.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)));

    private static QueueEntry Entry(QueueRow row) =>
        QueueEntry.Of(row, actor => actor is null ? null : "called " + actor);

    private static QueueRow Row(string title) => new(
        "i", 1, title, Severity.Sev1, IncidentStatus.Declared, null, null, null, null, DetectedBy.Human,
        IncidentFixtures.Now, null, null, null, null, 0);
}
