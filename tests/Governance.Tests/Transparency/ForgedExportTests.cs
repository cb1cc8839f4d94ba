using System.Text;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Verifier;

namespace Governance.Tests.Transparency;

/// <summary>What nobody signed is no part of the log: an export that was added to, or talked out of a check.</summary>
public sealed class ForgedExportTests
{
    private const string LastBundle = "tile/entries/002.p/88";
    private static readonly string s_payloads = ExportLayout.Payloads(1);

    [Theory]
    [InlineData(null, null)]
    [InlineData("{\"payloads\":\"none\"}", null)]
    [InlineData("{", Code.ManifestMismatch)]
    [InlineData("{\"payloads\":\"all\",\"size\":5}", Code.ManifestMismatch)]
    [InlineData("{\"payloads\":\"all\",\"origin\":\"evil.example\"}", Code.ManifestMismatch)]
    public void The_manifest_excuses_no_altered_payload(string? manifest, string? alsoSaid)
    {
        using var log = new SmallLog(600);
        log.Payloads[299]["data"] = "{}";
        log.Write();
        File.Delete(log.In("manifest.json"));
        if (manifest is not null)
            log.Save("manifest.json", Encoding.UTF8.GetBytes(manifest));
        var report = log.Check();
        First(report, Code.PayloadMismatch, 299);
        if (alsoSaid is not null)
            report.Findings.ShouldContain(f => f.Code == alsoSaid);
        report.Findings.ShouldContain(f => f.Detail.StartsWith("599 of 600 payloads"));
    }

    [Fact]
    public void Payloads_that_did_not_come_along_are_missing_unless_nobody_said_so()
    {
        using var log = new SmallLog(30);
        Directory.Delete(log.In("payloads"), recursive: true);
        First(log.Check(), Code.PayloadMissing, 0);
        LogCheck.Run(log.Folder, log.Trust, leavesOnly: true).IsOk.ShouldBeTrue();
        log.Save("manifest.json", "{\"payloads\":\"none\",\"damage\":\"TILE_MISMATCH\"}"u8.ToArray());
        var report = log.Check();
        report.IsOk.ShouldBeTrue();
        report.Findings.ShouldContain(f => f.Code == Code.Note && f.Detail.Contains("TILE_MISMATCH"));
    }

    [Fact]
    public void A_second_line_for_a_position_is_unexpected_whichever_comes_first()
    {
        using var log = new SmallLog(600);
        var lines = File.ReadAllLines(log.In(s_payloads)).ToList();
        var forged = lines[44].Replace("place", "plaec", StringComparison.Ordinal);
        File.WriteAllLines(log.In(s_payloads), lines.Append(forged));
        First(log.Check(), Code.Unexpected, 300);
        File.WriteAllLines(log.In(s_payloads), lines.Prepend(forged));
        First(log.Check(), Code.PayloadMismatch, 300);
    }

    [Theory]
    [InlineData("{", "{\"data\":\"{}\",", Code.PayloadMismatch)]
    [InlineData("{", "{\"actor\":\"person-9\",", Code.Unexpected)]
    public void A_payload_line_says_each_signed_thing_once_and_nothing_else(string old, string forged, string code)
    {
        using var log = new SmallLog(600);
        var lines = File.ReadAllLines(log.In(s_payloads));
        lines[44] = forged + lines[44][old.Length..];
        File.WriteAllLines(log.In(s_payloads), lines);
        First(log.Check(), code, 300);
    }

    [Fact]
    public void Facts_and_files_beyond_the_signed_size_are_unexpected()
    {
        using var log = new SmallLog(600);
        var line = File.ReadAllLines(log.In(s_payloads))[0];
        var beyond = line.Replace("\"position\":257", "\"position\":601", StringComparison.Ordinal);
        File.AppendAllText(log.In(ExportLayout.Payloads(2)), beyond + "\n");
        Names(log.Check(), "601");
        log.Write();
        log.Save(ExportLayout.Payloads(99), Encoding.UTF8.GetBytes(beyond));
        Names(log.Check(), ExportLayout.Payloads(99));
        File.Delete(log.In(ExportLayout.Payloads(99)));
        log.Save("tile/entries/003", "\0\u0001x"u8.ToArray());
        Names(log.Check(), "tile/entries/003");
        File.Delete(log.In("tile/entries/003"));
        log.Check().IsOk.ShouldBeTrue();
    }

    [Fact]
    public void Bytes_behind_the_last_leaf_do_not_cut_the_log()
    {
        using var log = new SmallLog(600);
        var sound = File.ReadAllBytes(log.In(LastBundle));
        log.Save(LastBundle, [.. sound, 0]);
        Names(log.Check(), LastBundle);
        log.Save(LastBundle, [.. sound, 0, 1, 7]);
        Names(log.Check(), LastBundle);
    }

    [Fact]
    public void An_edited_leaf_is_named_before_what_follows_from_it()
    {
        using var log = new SmallLog(600);
        foreach (var old in new[] { 261, 281 })
            log.Save($"checkpoints/{old:D12}", Encoding.UTF8.GetBytes(log.CheckpointAt(old)));
        Leaf.TryDecode(log.Entries[276], out var leaf).ShouldBeTrue();
        log.Entries[276] = (leaf! with { Stream = "incident-x", At = leaf.At.AddDays(-1) }).Encode();
        log.Write(tiles: false, sign: false);
        var report = log.Check();
        First(report, Code.LeafMismatch, 276);
        report.Findings.ShouldNotContain(f => f.Code == Code.Fork);
    }

    [Fact]
    public void A_wrong_root_names_no_leaf_that_does_not_exist()
    {
        using var log = new SmallLog(600);
        log.Save("checkpoints/000000000600", Encoding.UTF8.GetBytes(log.CheckpointAt(600)));
        var lines = File.ReadAllLines(log.In("checkpoint"));
        lines[2] = Convert.ToBase64String(new byte[32]);
        log.Save("checkpoint", Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        var report = log.Check();
        report.First.ShouldNotBeNull().Code.ShouldBe(Code.CheckpointInvalid);
        report.Findings.ShouldAllBe(f => f.Index == null || f.Index < 600);
    }

    [Fact]
    public void A_broken_bundle_does_not_end_the_walk()
    {
        using var log = new SmallLog(600);
        log.Payloads[580]["data"] = "{}";
        log.Write();
        log.Flip("tile/entries/000", 0);
        var report = log.Check();
        First(report, Code.Missing, 0);
        report.Findings.ShouldContain(f => f.Code == Code.PayloadMismatch && f.Index == 580);
        report.Findings.ShouldNotContain(f => f.Code == Code.StreamGap);
    }

    private static void Names(Report report, string what)
    {
        var first = report.First.ShouldNotBeNull();
        first.Code.ShouldBe(Code.Unexpected, string.Join('\n', report.Findings));
        first.Detail.ShouldContain(what);
    }

    private static void First(Report report, string code, long index)
    {
        var first = report.First.ShouldNotBeNull();
        (first.Code, first.Index).ShouldBe((code, index), string.Join('\n', report.Findings));
    }
}
