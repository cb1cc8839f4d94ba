using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Governance.Server.Shell.Assets;

/// <summary>The shapes of the vendored icons, by file name, ready to be put inside an svg element.</summary>
public sealed partial class Icons(AssetCatalog assets)
{
    private const string Folder = "vendor/lucide/";

    private readonly FrozenDictionary<string, string> _shapes = assets.Under(Folder)
        .Where(asset => asset.Name.EndsWith(".svg", StringComparison.Ordinal))
        .ToFrozenDictionary(
            asset => asset.Name[Folder.Length..^".svg".Length],
            asset => Inside().Match(Encoding.UTF8.GetString(asset.Bytes.Span)).Groups[1].Value.ReplaceLineEndings(""),
            StringComparer.Ordinal);

    /// <summary>The markup inside the icon's svg element; throws for an icon that is not vendored.</summary>
    internal string ShapeOf(string name) => _shapes.TryGetValue(name, out var shape)
        ? shape
        : throw new KeyNotFoundException($"No icon '{name}': add its file under wwwroot/{Folder} with its hash.");

    [GeneratedRegex("<svg[^>]*>(.*)</svg>", RegexOptions.Singleline)]
    private static partial Regex Inside();
}
