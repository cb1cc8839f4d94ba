using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;
using Governance.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Audit;

/// <summary>What an auditor sees, asks and takes away over HTTP.</summary>
public sealed class AuditPageTests : IAsyncLifetime
{
    private GovernanceHost _host = null!;
    private AuditedLog _log = null!;
    private SignedIn _auditor = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await GovernanceHost.StartAsync(["--Audit:SweepSeconds=0.1"]);
        _log = new AuditedLog(_host);
        _auditor = await SignedIn.AsAsync(_host, Role.Auditor);
        await _log.AppendAsync(120, "audit-a");
        await _log.SignedAsync(await _log.AppendAsync(3, "audit-b"));
        await CaughtUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _auditor.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Facts_are_found_by_stream_and_paged_without_a_gap()
    {
        var seen = new List<string>();
        for (var address = "/audit?stream=audit-a"; address is not null;)
        {
            var page = await ReadAsync(address);
            seen.AddRange(page.QuerySelectorAll("tr[id^=fact-] a.main-link").Select(a => a.TextContent));
            address = (page.QuerySelector(".pager a[rel=next]") as IHtmlAnchorElement)?.GetAttribute("href");
        }
        seen.Count.ShouldBe(120);
        seen.Select(long.Parse).ShouldBeInOrder(SortDirection.Descending);
        seen.Distinct().Count().ShouldBe(120);
    }

    [Fact]
    public async Task As_of_a_position_or_time_nothing_later_is_shown()
    {
        var page = await ReadAsync("/audit?asof=100");
        page.QuerySelector("a.main-link")!.TextContent.ShouldBe("100");
        var at = await _host.Database.ScalarAsync<DateTime>("select timestamp from mt_events where seq_id = 60");
        var last = await _host.Database.ScalarAsync<long>(
            $"select max(seq_id) from mt_events where timestamp <= '{at:O}'");
        page = await ReadAsync($"/audit?asof={at:O}");
        page.QuerySelector("a.main-link")!.TextContent.ShouldBe($"{last}");
    }

    [Fact]
    public async Task Files_hold_exactly_the_facts_of_the_filter_and_run_no_formula()
    {
        await _log.AppendAsync(1, "=cmd()");
        await CaughtUpAsync();
        using var csv = await _auditor.GetAsync("/audit.csv?stream=audit-b");
        (await csv.Content.ReadAsStringAsync(Ct)).Split("\r\n").Length.ShouldBe(5, "a head, three facts, the end");
        csv.Content.Headers.ContentDisposition!.FileName!.ShouldContain("audit-b");
        using var formula = await _auditor.GetAsync("/audit.csv?q=%3Dcmd");
        (await formula.Content.ReadAsStringAsync(Ct)).ShouldContain(",'=cmd(),");
        using var json = await _auditor.GetAsync("/audit.json?stream=audit-b");
        JsonDocument.Parse(await json.Content.ReadAsStringAsync(Ct)).RootElement.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task The_page_says_that_nobody_would_notice_a_full_replacement_until_a_copy_has_left()
    {
        (await ReadAsync("/audit")).QuerySelector(".banner")!.TextContent.ShouldContain("nobody would notice");
        using var answer = await _auditor.GetAsync("/audit/export.zip");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var folder = Path.Combine(_host.Folder, "taken");
        await ZipFile.ExtractToDirectoryAsync(await answer.Content.ReadAsStreamAsync(Ct), folder, Ct);
        var report = LogCheck.Run(folder, _log.Trust);
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        (await ReadAsync("/audit")).QuerySelector(".banner")?.TextContent.ShouldNotContain("nobody would notice");
    }

    [Fact]
    public async Task A_damaged_log_says_so_on_the_page_and_names_the_fact()
    {
        await _log.AttackAsync("update mt_events set data = '{}' where seq_id = 77");
        await _log.DamagedAsync();
        var page = await ReadAsync("/audit");
        page.QuerySelectorAll(".banner a").Select(link => link.GetAttribute("href")).ShouldContain("/audit/77");
        (await ReadAsync("/audit/77")).QuerySelectorAll(".banner").Select(banner => banner.TextContent)
            .ShouldContain(text => text.Contains("PAYLOAD_MISMATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_altered_fact_is_shown_as_it_is_stored_now_beside_what_it_was_and_every_page_warns()
    {
        await _log.AttackAsync("update mt_events set data = '{\"forged\": true}' where seq_id = 77");
        await _log.DamagedAsync();
        var page = await ReadAsync("/audit/77");
        page.QuerySelector("#payload")!.TextContent.ShouldContain("forged");
        page.QuerySelector("#payload-copy")!.TextContent.ShouldNotContain("forged");
        (await ReadAsync("/incidents")).QuerySelector("#warning-Audit")!.TextContent.ShouldContain("position 77");
        (await ReadAsync("/audit/76")).QuerySelector("#payload-copy").ShouldBeNull();
    }

    [Fact]
    public async Task A_proof_taken_from_the_page_is_accepted_by_the_verifier()
    {
        var folder = _host.Folder;
        await SaveAsync("/log/proof/42", Path.Combine(folder, "42.tlog-proof"));
        await SaveAsync("/log/leaf/42", Path.Combine(folder, "42.leaf.json"));
        await SaveAsync("/log/vkey", Path.Combine(folder, "key"));
        using var output = new StringWriter();
        CommandLine.Run(
            ["proof", $"{folder}/42.tlog-proof", "--leaf", $"{folder}/42.leaf.json", "--trust", $"{folder}/key"],
            output, TextWriter.Null).ShouldBe(0);
        output.ToString().ShouldStartWith("OK the leaf is at index 41");
    }

    [Fact]
    public async Task A_position_beyond_the_log_is_not_found()
    {
        foreach (var path in new[] { "/audit/999999", "/audit/0", "/log/proof/999999", "/audit/999999/proof.json" })
            (await _auditor.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    private async Task CaughtUpAsync() => await _host.Services.GetRequiredService<ProjectionDaemon>()
        .WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);

    private async Task<IHtmlDocument> ReadAsync(string path)
    {
        using var answer = await _auditor.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task SaveAsync(string path, string file)
    {
        using var answer = await _auditor.GetAsync(path);
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(Ct), Ct);
    }
}
