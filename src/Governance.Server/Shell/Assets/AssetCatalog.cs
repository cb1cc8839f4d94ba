using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Server.Shell.Assets;

/// <summary>
/// Style sheets, scripts and fonts, embedded in the program and served under one version: the hash of all of them.
/// A relative import inside a script or style sheet therefore stays within the same version.
/// </summary>
public sealed class AssetCatalog
{
    private const string Prefix = "assets/";
    private const string SiteSheet = "site.css";
    private readonly FrozenDictionary<string, Asset> _assets;

    internal AssetCatalog()
    {
        var files = EmbeddedFiles();
        files[SiteSheet] = Concatenate(files);
        Version = Hash(files);
        _assets = files.ToFrozenDictionary(
            file => file.Key, file => new Asset(file.Key, file.Value), StringComparer.Ordinal);
    }

    /// <summary>Twelve hex digits over names and bytes of every asset.</summary>
    internal string Version { get; }

    /// <summary>
    /// The address of one asset; throws when there is none of that name, so that a typo fails its test.
    /// </summary>
    internal string UrlOf(string name) => _assets.ContainsKey(name)
        ? $"/assets/{Version}/{name}"
        : throw new KeyNotFoundException($"No asset is called '{name}'.");

    /// <summary>One asset, or null.</summary>
    internal Asset? Find(string name) => _assets.GetValueOrDefault(name);

    /// <summary>The names under <paramref name="folder"/>, e.g. every icon.</summary>
    internal IEnumerable<Asset> Under(string folder) =>
        _assets.Values.Where(asset => asset.Name.StartsWith(folder, StringComparison.Ordinal));

    private static SortedDictionary<string, byte[]> EmbeddedFiles()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var assembly = typeof(AssetCatalog).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(resource[Prefix.Length..], bytes);
        }
        return files;
    }

    /// <summary>
    /// Vendored sheets, the shell's by number (tokens first), then the slices' own: later ones win.
    /// </summary>
    private static byte[] Concatenate(SortedDictionary<string, byte[]> files)
    {
        var sheets = files
            .Where(file => file.Key.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(file => file.Key.Split('/')[0] switch { "vendor" => 0, "css" => 1, _ => 2 })
            .ThenBy(file => file.Key, StringComparer.Ordinal);
        return Encoding.UTF8.GetBytes(string.Join('\n', sheets.Select(sheet => Encoding.UTF8.GetString(sheet.Value))));
    }

    private static string Hash(SortedDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{bytes.Length}\n"));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
