using System.Text;
using System.Text.Json;
using Governance.Server.Audit.Signing;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;
using Governance.Verifier;

namespace Governance.Tests.Transparency;

/// <summary>
/// Each attack on an exported log is named by its code and its first bad leaf; an untouched log is OK.
/// </summary>
public sealed class AttackTests
{
    private const string LastBundle = "tile/entries/002.p/88";

    // Every byte in the long run, every nineteenth otherwise: the same code.
    private static readonly int s_stride = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 1 : 19;

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void An_untouched_log_is_sound(int size)
    {
        using var log = new SmallLog(size);
        Directory.CreateDirectory(log.In("checkpoints"));
        for (var old = 1; old <= size; old += 97)
            File.WriteAllText(log.In($"checkpoints/{old:D6}"), log.CheckpointAt(old));
        var report = log.Check(log.CheckpointAt(size / 2));
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Findings[0].Code.ShouldBe(Code.Ok);
    }

    [Fact]
    public void F60_any_changed_byte_of_any_payload_is_found_where_it_is()
    {
        using var log = new SmallLog(3);
        var path = log.In(ExportLayout.Payloads(0));
        var sound = File.ReadAllBytes(path);
        for (var at = 0; at < sound.Length; at += s_stride)
        {
            if (sound[at] == '\n')
                continue;
            log.Flip(ExportLayout.Payloads(0), at);
            var first = log.Check().First.ShouldNotBeNull($"byte {at}");
            first.Code.ShouldBeOneOf(Code.PayloadMismatch, Code.PayloadMissing, Code.Unexpected);
            File.WriteAllBytes(path, sound);
        }
        log.Payloads[1]["data"] = "{}";
        log.Write();
        log.Check().First.ShouldNotBeNull().ShouldSatisfyAllConditions(
            f => f.Code.ShouldBe(Code.PayloadMismatch), f => f.Position.ShouldBe(2));
    }

    [Fact]
    public void A_changed_column_is_found_like_a_changed_payload()
    {
        using var log = new SmallLog(300);
        log.Payloads[270]["user"] = "person-2";
        log.Write();
        Found(log.Check(), Code.PayloadMismatch, 270);
    }

    [Fact]
    public void Any_changed_byte_of_any_leaf_is_found_where_it_is()
    {
        using var log = new SmallLog(3);
        var path = "tile/entries/000.p/3";
        var at = 0;
        foreach (var (index, entry) in log.Entries.Index())
        {
            for (var i = 2; i < entry.Length + 2; i += s_stride)
            {
                log.Flip(path, at + i);
                log.Check().First.ShouldNotBeNull().Index.ShouldBe(index, $"byte {i} of leaf {index}");
                log.Flip(path, at + i);
            }
            at += entry.Length + 2;
        }
        log.Check().IsOk.ShouldBeTrue();
    }

    [Fact]
    public void An_edited_leaf_under_untouched_tiles_is_a_leaf_mismatch()
    {
        using var log = new SmallLog(600);
        Edit(log, 300);
        log.Write(tiles: false, sign: false);
        Found(log.Check(), Code.LeafMismatch, 300);
    }

    [Fact]
    public void An_edited_leaf_with_recomputed_tiles_is_a_root_mismatch_narrowed_by_older_checkpoints()
    {
        using var log = new SmallLog(600);
        Directory.CreateDirectory(log.In("checkpoints"));
        File.WriteAllText(log.In("checkpoints/280"), log.CheckpointAt(280));
        Edit(log, 300);
        log.Write(sign: false);
        var report = log.Check();
        report.Findings.ShouldContain(f => f.Code == Code.RootMismatch && f.Index == 280);
    }

    [Fact]
    public void A_recomputed_lowest_tile_alone_is_a_root_mismatch_in_that_tile()
    {
        using var log = new SmallLog(600);
        Edit(log, 300);
        var tile = new Tile([.. log.Entries.Skip(256).Take(256).Select(e => MerkleTree.Leaf(e))]);
        log.Save("tile/0/001", tile.Encode());
        log.Write(tiles: false, sign: false);
        Found(log.Check(), Code.RootMismatch, 256);
    }

    [Fact]
    public void A_history_signed_anew_with_the_stolen_key_is_a_fork_for_whoever_kept_a_checkpoint()
    {
        using var log = new SmallLog(600);
        var kept = log.CheckpointAt(400);
        Edit(log, 300);
        log.Write();
        log.Check().IsOk.ShouldBeTrue("nothing inside such an export can tell");
        log.Check(kept).Findings.ShouldContain(f => f.Code == Code.Fork);
    }

    [Fact]
    public void A_deleted_leaf_is_a_gap_in_the_positions()
    {
        using var log = new SmallLog(600);
        log.Entries.RemoveAt(300);
        log.Payloads.RemoveAt(300);
        log.Write(600, tiles: false, sign: false);
        log.Check().Findings.ShouldContain(f => f.Code == Code.SeqGap && f.Index == 300);
        log.Check().IsOk.ShouldBeFalse();
    }

    [Fact]
    public void A_deleted_leaf_renumbered_and_signed_anew_is_a_gap_in_its_stream_and_a_fork()
    {
        using var log = new SmallLog(600);
        var kept = log.CheckpointAt(600);
        log.Entries.RemoveAt(300);
        log.Payloads.RemoveAt(300);
        for (var i = 300; i < log.Entries.Count; i++)
            Rewrite(log, i, leaf => leaf with { Position = i + 1 });
        log.Write();
        log.Check().Findings.ShouldContain(f => f.Code == Code.StreamGap && f.Index == 302);
        log.Check(kept).Findings.ShouldContain(f => f.Code == Code.Truncated && f.Index == 599);
    }

    [Fact]
    public void Swapped_leaves_are_found()
    {
        using var log = new SmallLog(600);
        (log.Entries[300], log.Entries[301]) = (log.Entries[301], log.Entries[300]);
        log.Write(sign: false);
        Found(log.Check(), Code.SeqGap, 300);
    }

    [Fact]
    public void A_cut_tail_is_named_where_the_log_ends()
    {
        using var log = new SmallLog(600);
        File.Delete(log.In(LastBundle));
        Found(log.Check(), Code.Truncated, 512);
    }

    [Fact]
    public void A_tail_cut_and_signed_anew_is_shorter_than_the_kept_checkpoint()
    {
        using var log = new SmallLog(600);
        var kept = log.CheckpointAt(600);
        log.Entries.RemoveRange(550, 50);
        log.Payloads.RemoveRange(550, 50);
        log.Write();
        Found(log.Check(kept), Code.Truncated, 550);
    }

    [Fact]
    public void A_lost_bundle_in_the_middle_is_missing()
    {
        using var log = new SmallLog(600);
        File.Delete(log.In("tile/entries/001"));
        Found(log.Check(), Code.Missing, 256);
    }

    [Fact]
    public void A_leaf_slipped_in_with_an_old_time_is_backdated()
    {
        using var log = new SmallLog(600);
        Rewrite(log, 590, leaf => leaf with { At = leaf.At.AddHours(-1) });
        log.Write();
        Found(log.Check(), Code.Backdated, 590);
    }

    [Fact]
    public void A_checkpoint_of_another_key_is_unknown_and_a_forged_one_invalid()
    {
        using var log = new SmallLog(5);
        var trust = log.Trust;
        log.Flip("checkpoint", 0);
        log.Check().First.ShouldNotBeNull().Code.ShouldBe(Code.CheckpointInvalid);
        using var thief = OpenSslSigner.FromSeed(SmallLog.Origin, new byte[32]);
        var text = new Checkpoint(SmallLog.Origin, 5, MerkleTree.Root(log.Entries.Select(e => MerkleTree.Leaf(e))));
        log.Save("checkpoint", Encoding.UTF8.GetBytes(SignedNote.Sign(text.ToString(), thief).ToString()));
        log.Check(trust: trust).First.ShouldNotBeNull().Code.ShouldBe(Code.KeyUnknown);
        log.Save("checkpoint", "nonsense"u8.ToArray());
        log.Check().First.ShouldNotBeNull().Code.ShouldBe(Code.CheckpointInvalid);
        File.Delete(log.In("checkpoint"));
        log.Check().First.ShouldNotBeNull().Code.ShouldBe(Code.Missing);
    }

    [Fact]
    public void A_trusted_key_vouches_for_its_own_origin_only()
    {
        using var log = new SmallLog(5);
        var text = new Checkpoint("other.example", 5, MerkleTree.Root(log.Entries.Select(e => MerkleTree.Leaf(e))));
        log.Save("checkpoint", Encoding.UTF8.GetBytes(SignedNote.Sign(text.ToString(), log.Signer).ToString()));
        log.Check().First.ShouldNotBeNull().Code.ShouldBe(Code.OriginMismatch);
    }

    [Theory]
    [InlineData("tile/1/000.p/2", 40, 256)]
    [InlineData("tile/0/000", 320, 10)]
    [InlineData("tile/0/002.p/88", 0, 512)]
    public void A_rotten_tile_over_sound_leaves_is_a_tile_mismatch(string tile, int at, long index)
    {
        using var log = new SmallLog(600);
        log.Flip(tile, at);
        Found(log.Check(), Code.TileMismatch, index);
    }

    [Fact]
    public void An_absent_payload_is_missing_unless_a_fact_says_that_it_was_erased()
    {
        using var log = new SmallLog(30);
        log.Payloads.RemoveAt(7);
        log.Write();
        Found(log.Check(), Code.PayloadMissing, 7);
        log.Payloads[^1]["data"] = "{\"position\":8,\"reason\":\"request\"}";
        log.Entries[29] = (SmallLog.LeafAt(29, log.Payloads[^1]) with { Type = "payload.erased" }).Encode();
        log.Write();
        var report = log.Check();
        report.IsOk.ShouldBeTrue(string.Join('\n', report.Findings));
        report.Findings.ShouldContain(f => f.Code == Code.Redacted && f.Index == 7);
    }

    [Fact]
    public void The_command_line_says_the_same_with_its_exit_code()
    {
        using var log = new SmallLog(300);
        using var older = new SmallLog(120);
        Run("log", log.Folder).ShouldSatisfyAllConditions(
            r => r.Exit.ShouldBe(0), r => r.Text.ShouldStartWith("OK 300 leaves of log.example"));
        Run("consistency", older.Folder, log.Folder, "--trust", log.In("trust/log.vkey")).Exit.ShouldBe(0);
        Run("consistency", log.Folder, older.Folder).Text.ShouldStartWith("TRUNCATED");
        Edit(log, 100);
        log.Write(tiles: false, sign: false);
        var json = Run("log", log.Folder, "--json");
        json.Exit.ShouldBe(1);
        JsonDocument.Parse(json.Text).RootElement.GetProperty("first").GetProperty("position").GetInt64().ShouldBe(101);
        Run("log", log.Folder + "-none").Exit.ShouldBe(2);
        Run("log", log.Folder, "--wat").Exit.ShouldBe(2);
        Run().Exit.ShouldBe(2);
    }

    [Fact]
    public void One_leaf_can_be_checked_by_its_proof_alone()
    {
        using var log = new SmallLog(300);
        var leaves = log.Entries.Select(e => MerkleTree.Leaf(e)).ToList();
        SignedNote.TryParse(File.ReadAllText(log.In("checkpoint")), out var note).ShouldBeTrue();
        var path = new PlainTree(leaves).Hashes(InclusionProof.Plan(77, 300));
        File.WriteAllText(log.In("77.tlog-proof"), new LogProof(77, path, note!).ToString());
        File.WriteAllBytes(log.In("77.leaf"), log.Entries[77]);
        string[] proof =
            ["proof", log.In("77.tlog-proof"), "--leaf", log.In("77.leaf"), "--trust", log.In("trust/log.vkey")];
        Run(proof).Exit.ShouldBe(0);
        File.WriteAllBytes(log.In("77.leaf"), log.Entries[78]);
        Run(proof).Text.ShouldStartWith("LEAF_MISMATCH index 77 position 78");
    }

    private static void Found(Report report, string code, long index)
    {
        var first = report.First.ShouldNotBeNull();
        (first.Code, first.Index).ShouldBe((code, index), string.Join('\n', report.Findings));
    }

    private static void Edit(SmallLog log, int index) =>
        Rewrite(log, index, leaf => leaf with { Actor = "person-9" });

    private static void Rewrite(SmallLog log, int index, Func<Leaf, Leaf> change)
    {
        Leaf.TryDecode(log.Entries[index], out var leaf).ShouldBeTrue();
        log.Entries[index] = change(leaf!).Encode();
    }

    private static (int Exit, string Text) Run(params string[] args)
    {
        using var output = new StringWriter();
        return (CommandLine.Run(args, output, TextWriter.Null), output.ToString());
    }
}
