using System.Globalization;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Tests.Transparency;

/// <summary>
/// A complete log made by another implementation: every checkpoint, tile and bundle of it is ours too.
/// </summary>
public sealed class TileVectorTests
{
    private const string Log = "tlog-tiles-tessera";

    [Fact]
    public void Every_checkpoint_signs_the_root_of_the_entries_up_to_it()
    {
        var folder = Path.Combine(Vectors.Folder(), Log);
        VerifierKey.TryParse(File.ReadAllText(Path.Combine(folder, "vkey")), out var key).ShouldBeTrue();
        var leaves = Entries(folder, 15).Select(entry => MerkleTree.Leaf(entry)).ToList();
        foreach (var file in Directory.GetFiles(folder, "checkpoint.*"))
        {
            SignedNote.TryParse(File.ReadAllText(file), out var note).ShouldBeTrue();
            note!.Check([key!]).IsTrusted.ShouldBeTrue(file);
            Checkpoint.TryParse(note.Text, out var checkpoint).ShouldBeTrue();
            checkpoint!.Root.ShouldBe(MerkleTree.Root(leaves.Take((int)checkpoint.Size)), file);
        }
    }

    [Fact]
    public void Every_partial_tile_and_bundle_comes_out_byte_for_byte()
    {
        var folder = Path.Combine(Vectors.Folder(), Log);
        var entries = Entries(folder, 15);
        foreach (var width in Directory.GetFiles(Path.Combine(folder, "tile/0/000.p")).Select(Path.GetFileName))
        {
            var size = int.Parse(width!, CultureInfo.InvariantCulture);
            var tree = new TiledTree();
            foreach (var entry in entries.Take(size))
                tree.Append(MerkleTree.Leaf(entry));
            var (address, tile) = tree.TakeTouched().ShouldHaveSingleItem();
            tile.Encode().ShouldBe(File.ReadAllBytes(Path.Combine(folder, address.Path)));
            var bundle = new TileAddress(TileAddress.Entries, 0, size);
            EntryBundle.Encode([.. entries.Take(size)]).ShouldBe(File.ReadAllBytes(Path.Combine(folder, bundle.Path)));
            EntryBundle.Prefix(EntryBundle.Encode(entries), size).ToArray()
                .ShouldBe(File.ReadAllBytes(Path.Combine(folder, bundle.Path)));
        }
    }

    [Theory]
    [InlineData("0/000", 0, 0, 256)]
    [InlineData("0/x001/x234/067", 0, 1_234_067, 256)]
    [InlineData("2/x001/000.p/17", 2, 1000, 17)]
    [InlineData("entries/x001/234.p/3", TileAddress.Entries, 1234, 3)]
    public void Tile_paths_read_and_print_alike(string path, int level, long index, int width)
    {
        TileAddress.TryParse(path, out var address).ShouldBeTrue();
        address.ShouldBe(new TileAddress(level, index, width));
        address.Path.ShouldBe("tile/" + path);
    }

    [Theory]
    [InlineData("0/0")]
    [InlineData("0/x000/001")]
    [InlineData("0/001.p/0")]
    [InlineData("0/001.p/256")]
    [InlineData("0/001.p/07")]
    [InlineData("00/001")]
    [InlineData("0/../001")]
    [InlineData("7/001")]
    [InlineData("entries/")]
    [InlineData("-1/001")]
    public void Any_other_spelling_is_no_tile(string path) => TileAddress.TryParse(path, out _).ShouldBeFalse();

    [Fact]
    public void Seventy_thousand_leaves_lie_in_the_tiles_that_the_specification_counts()
    {
        var tiles = TileAddress.All(70_000).Where(t => t.Level >= 0).ToList();
        tiles.Count(t => t is { Level: 0, IsFull: true }).ShouldBe(273);
        tiles.Single(t => t is { Level: 0, IsFull: false }).Width.ShouldBe(112);
        tiles.Where(t => t.Level == 1).Select(t => t.Width).ShouldBe([256, 17]);
        tiles.Single(t => t.Level == 2).Width.ShouldBe(1);
    }

    private static IReadOnlyList<byte[]> Entries(string folder, int size)
    {
        var bundle = new TileAddress(TileAddress.Entries, 0, size);
        EntryBundle.TryDecode(File.ReadAllBytes(Path.Combine(folder, bundle.Path)), out var entries).ShouldBeTrue();
        entries.Count.ShouldBe(size);
        return entries;
    }
}
