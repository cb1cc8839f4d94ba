using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.EventSourcing.Erasure;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// The log's private key: a file outside the database that only the server's user reads, in the spelling of Go's
/// signer keys, <c>PRIVATE+KEY+name+hex8+base64(0x01 ‖ seed)</c>. Several nodes of one log share the file.
/// </summary>
internal static class SigningKey
{
    private const string FileName = "signing.key";
    private const string Prefix = "PRIVATE+KEY+";
    private const byte Ed25519 = 0x01;

    /// <summary>The signer of the log in that folder; a new log gets a new key.</summary>
    /// <exception cref="InvalidDataException">The file is no key, or the key of another origin.</exception>
    public static OpenSslSigner Open(string folder, string? origin)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            Create(file, origin ?? $"log-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.governance.invalid");
        var text = File.ReadAllText(file).Trim();
        var parts = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split('+', 3) : [];
        if (parts.Length != 3 || Convert.FromBase64String(parts[2]) is not [Ed25519, .. var seed])
            throw new InvalidDataException($"{file} is no signing key.");
        if (origin is not null && parts[0] != origin)
            throw new InvalidDataException($"{file} is the key of {parts[0]}; Audit:Origin says {origin}.");
        return OpenSslSigner.FromSeed(parts[0], seed);
    }

    /// <summary>Of nodes that start at once on one folder one names the log, and all sign under its name.</summary>
    private static void Create(string file, string origin)
    {
        var seed = RandomNumberGenerator.GetBytes(OpenSslSigner.SeedLength);
        using var signer = OpenSslSigner.FromSeed(origin, seed);
        DurableFile.Make(file, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{Prefix}{origin}+{signer.Key.Id:x8}+{Convert.ToBase64String([Ed25519, .. seed])}\n")));
    }
}
