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

    /// <summary>The entries of one bundle, or null if it is absent or unreadable.</summary>
    public IReadOnlyList<byte[]>? Entries(long bundle, int width) =>
        Bytes(TileAddress.Entries, bundle, width) is { } bytes && EntryBundle.TryDecode(bytes, out var entries)
            ? [.. entries.Take(width)]
            : null;

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

    // A partial tile may be gone once the full one exists: then the full one answers for it.
    private byte[]? Bytes(int level, long index, int width)
    {
        foreach (var candidate in new[] { width, TileAddress.FullWidth })
        {
            var file = System.IO.Path.Combine(Path, new TileAddress(level, index, candidate).Path);
            if (File.Exists(file))
                return File.ReadAllBytes(file);
        }
        return null;
    }

    private string? Text(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
