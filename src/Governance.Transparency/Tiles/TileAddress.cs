using System.Globalization;
using Governance.Transparency.Merkle;

namespace Governance.Transparency.Tiles;

/// <summary>
/// One tile of c2sp.org/tlog-tiles: at <see cref="Level"/> L, tile N holds the hashes of the subtrees of 256^L leaves
/// from 256·N on; level −1 stands for the entry bundle with the same numbering. <see cref="Width"/> is 1–256.
/// </summary>
public readonly record struct TileAddress(int Level, long Index, int Width)
{
    /// <summary>Hashes (or entries) of a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>Tree heights that one tile spans: 2^8 = 256.</summary>
    public const int Height = 8;

    /// <summary>The pretended level of entry bundles.</summary>
    public const int Entries = -1;

    // 256^6 leaves are more than any log will hold; the specification allows levels up to 63.
    private const int HighestLevel = 6;

    /// <summary>Whether the tile can never change again.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>
    /// The path below the log's prefix, such as <c>tile/0/x001/234.p/17</c> or <c>tile/entries/000</c>.
    /// </summary>
    public string Path => string.Create(CultureInfo.InvariantCulture,
        $"tile/{(Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture))}/{IndexPath(Index)}")
        + (IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}"));

    /// <summary>A tile number as path: groups of three digits, all but the last marked with <c>x</c>.</summary>
    public static string IndexPath(long index)
    {
        var path = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
        return path;
    }

    /// <summary>Reads what follows <c>tile/</c>; only the one canonical spelling of an address is accepted.</summary>
    public static bool TryParse(string path, out TileAddress address)
    {
        address = default;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryLevel(path[..slash], out var level))
            return false;
        var (number, width) = (path[(slash + 1)..], FullWidth);
        var partial = number.IndexOf(".p/", StringComparison.Ordinal);
        if (partial >= 0)
        {
            if (!int.TryParse(number[(partial + 3)..], NumberStyles.None, CultureInfo.InvariantCulture, out width))
                return false;
            number = number[..partial];
        }
        var digits = number.Replace("/", "", StringComparison.Ordinal).Replace("x", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        address = new TileAddress(level, index, width);
        return width is >= 1 and <= FullWidth && address.Path == "tile/" + path;
    }

    /// <summary>
    /// Every tile (not bundle) of the tree with <paramref name="size"/> leaves that covers a node's hash.
    /// </summary>
    public static TileAddress Holding(NodeAddress node, long size)
    {
        var level = node.Height / Height;
        var first = node.Index << (node.Height - level * Height);
        var index = first / FullWidth;
        return new TileAddress(level, index, WidthAt(level, index, size));
    }

    /// <summary>
    /// The width of tile <paramref name="index"/> in a tree of <paramref name="size"/> leaves; 0 if it has none.
    /// </summary>
    public static int WidthAt(int level, long index, long size)
    {
        var hashes = size >> (Math.Max(level, 0) * Height);
        return (int)Math.Clamp(hashes - index * FullWidth, 0, FullWidth);
    }

    /// <summary>
    /// The tiles and bundles that a tree of <paramref name="size"/> leaves consists of, level by level.
    /// </summary>
    public static IEnumerable<TileAddress> All(long size)
    {
        for (var level = Entries; level <= HighestLevel; level++)
            for (var index = 0L; WidthAt(level, index, size) is > 0 and var width; index++)
                yield return new TileAddress(level, index, width);
    }

    private static bool TryLevel(string text, out int level)
    {
        level = Entries;
        return text == "entries"
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out level)
                && level <= HighestLevel);
    }
}
