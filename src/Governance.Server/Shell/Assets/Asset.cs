using System.IO.Compression;

namespace Governance.Server.Shell.Assets;

/// <summary>One embedded file, with its brotli form made once, when first asked for.</summary>
internal sealed class Asset(string name, byte[] bytes)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes));

    internal string Name => name;

    internal ReadOnlyMemory<byte> Bytes => bytes;

    internal ReadOnlyMemory<byte> Brotli => _brotli.Value;

    /// <summary>Fonts and images are compressed already.</summary>
    internal bool Compresses => Path.GetExtension(name) is ".css" or ".js" or ".svg" or ".json";

    internal string ContentType => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".json" => "application/json",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal))
            brotli.Write(bytes);
        return target.ToArray();
    }
}
