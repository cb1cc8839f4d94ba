using Governance.Transparency;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Verifier;

/// <summary>
/// A log as files: a tlog-tiles directory, with payloads, older checkpoints and keys beside it when exported.
/// </summary>
public sealed class LogFolder(string path)
{
    private const string BundleFolder = "tile/entries";
    private const string PayloadFolder = "payloads";

    /// <summary>Where it lies.</summary>
    public string Path { get; } = path;

    /// <summary>The text of the newest checkpoint, or null.</summary>
    public string? Checkpoint => Text(ExportLayout.Checkpoint);

    /// <summary>The keys that came along. Trusting them proves only that the log agrees with itself.</summary>
    public string? OwnKeys => Text(ExportLayout.Key);

    /// <summary>What the export says about itself, or null for a bare log.</summary>
    public string? Manifest => Text(ExportLayout.Manifest);

    /// <summary>Checkpoints that were published earlier, as texts with their file names.</summary>
    public IEnumerable<(string Name, string Text)> History()
    {
        var folder = System.IO.Path.Combine(Path, ExportLayout.History);
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(file => (System.IO.Path.GetFileName(file), File.ReadAllText(file)))
            : [];
    }

    /// <summary>
    /// What can be read of one bundle, and whether it was all of the file; null if there is none.
    /// </summary>
    public (IReadOnlyList<byte[]> Entries, bool IsWhole)? Entries(long bundle, int width)
    {
        if (Bytes(TileAddress.Entries, bundle, width) is not { } bytes)
            return null;
        var isWhole = EntryBundle.TryDecode(bytes, out var entries);
        return (entries, isWhole);
    }

    /// <summary>The bundles of a log of that size that exist, in order.</summary>
    public IEnumerable<long> Bundles(long size) => Files(BundleFolder)
        .Select(name => TileAddress.TryParse(name["tile/".Length..], out var address) ? address.Index : -1)
        .Where(bundle => bundle >= 0 && TileAddress.WidthAt(TileAddress.Entries, bundle, size) > 0)
        .Distinct().Order();

    /// <summary>Bundles and payload files that a log of that size has no place for.</summary>
    public IEnumerable<string> Unexpected(long size)
    {
        var bundles = Bundles(size).ToList();
        var read = bundles.Select(bundle => Existing(
            TileAddress.Entries, bundle, TileAddress.WidthAt(TileAddress.Entries, bundle, size)) ?? "");
        return Files(BundleFolder).Except(read)
            .Concat(PayloadFiles().Except(bundles.Select(ExportLayout.Payloads)));
    }

    /// <summary>Files below the folder of payloads.</summary>
    public IEnumerable<string> PayloadFiles() => Files(PayloadFolder);

    /// <summary>The hashes of one tile, or null if it is absent or too short.</summary>
    public Tile? Tile(TileAddress address) =>
        Bytes(address.Level, address.Index, address.Width) is { } bytes
        && Transparency.Tiles.Tile.TryDecode(bytes, out var tile) && tile.Hashes.Count >= address.Width
            ? new Tile([.. tile.Hashes.Take(address.Width)])
            : null;

    /// <summary>
    /// The root of the first <paramref name="size"/> leaves by the tiles of a log of <paramref name="within"/>.
    /// </summary>
    /// <exception cref="FileNotFoundException">A tile is absent.</exception>
    public TreeHash RootByTiles(long size, long within) => new TreeRange(0, size).Hash(node =>
    {
        var address = TileAddress.Holding(node, within);
        var tile = Tile(address) ?? throw new FileNotFoundException($"{address.Path} is absent or unreadable.");
        return tile.Node(node, address);
    });

    /// <summary>Lines of the payload file beside a bundle, or null without one.</summary>
    public string[]? PayloadLines(long bundle)
    {
        var file = System.IO.Path.Combine(Path, ExportLayout.Payloads(bundle));
        return File.Exists(file) ? File.ReadAllLines(file) : null;
    }

    private IEnumerable<string> Files(string below)
    {
        var folder = System.IO.Path.Combine(Path, below);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
            : [];
    }

    // A partial tile may be gone once the full one exists: then the full one answers for it.
    private string? Existing(int level, long index, int width) => new[] { width, TileAddress.FullWidth }
        .Select(candidate => new TileAddress(level, index, candidate).Path)
        .FirstOrDefault(name => File.Exists(System.IO.Path.Combine(Path, name)));

    private byte[]? Bytes(int level, long index, int width) => Existing(level, index, width) is { } name
        ? File.ReadAllBytes(System.IO.Path.Combine(Path, name))
        : null;

    private string? Text(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
