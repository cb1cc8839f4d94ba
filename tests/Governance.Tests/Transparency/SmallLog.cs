using System.Globalization;
using System.Security.Cryptography;
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
/// An exported log in a temporary folder, written here by the specification, to be attacked file by file.
/// </summary>
internal sealed class SmallLog : IDisposable
{
    public const string Origin = "log.example";
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly List<long> _published = [];

    public SmallLog(int size, bool write = true)
    {
        Folder = Directory.CreateTempSubdirectory("small-log-").FullName;
        Signer = OpenSslSigner.FromSeed(Origin, SHA256.HashData("the log's own key"u8));
        for (var i = 0; i < size; i++)
            Add(i);
        if (write)
            Write(size);
    }

    public string Folder { get; }

    public OpenSslSigner Signer { get; set; }

    public List<byte[]> Entries { get; } = [];

    public List<Dictionary<string, object?>> Payloads { get; } = [];

    public Trust Trust => new([VerifierKey.Of(Origin, KeyAlgorithm.Ed25519, Signer.Key.PublicKey.Span)]);

    public string In(string path) => Path.Combine(Folder, path);

    public Report Check(string? since = null, Trust? trust = null) => LogCheck.Run(Folder, trust ?? Trust, since);

    /// <summary>Three streams take turns; the payload names its place.</summary>
    public static Leaf LeafAt(int index, Dictionary<string, object?> payload) => new(
        index % 2 == 0 ? "person-1" : null, s_start.AddMilliseconds(index), "corr-1",
        SaltedHash.OfPayload((byte[])payload["salt"]!, Encoding.UTF8.GetBytes((string)payload["data"]!)),
        SaltedHash.OfColumns(
            (byte[])payload["salt"]!, (string?)payload["id"], (string?)payload["causation"], (string?)payload["user"],
            (string?)payload["dotnetType"], (string?)payload["headers"]),
        index + 1, $"incident-{index % 3}", "incident.commented", index / 3 + 1);

    /// <summary>Writes tiles, bundles, payloads and a signed checkpoint over the entries as they are now.</summary>
    public void Write(long? claimedSize = null, bool tiles = true, bool sign = true)
    {
        var tree = new TiledTree();
        foreach (var entry in Entries)
            tree.Append(MerkleTree.Leaf(entry));
        var size = claimedSize ?? Entries.Count;
        foreach (var bundle in Enumerable.Range(0, (Entries.Count + 255) / 256))
        {
            var entries = Entries.Skip(bundle * 256).Take(256).ToList();
            Save(new TileAddress(TileAddress.Entries, bundle, entries.Count).Path, EntryBundle.Encode(entries));
            var lines = Payloads.Skip(bundle * 256).Take(256).Select(p => JsonSerializer.Serialize(p));
            Save(ExportLayout.Payloads(bundle), Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        }
        if (tiles)
        {
            foreach (var (address, tile) in tree.TakeTouched())
                Save(address.Path, tile.Encode());
        }
        if (sign)
        {
            var note = SignedNote.Sign(new Checkpoint(Origin, size, tree.Root()).ToString(), Signer).ToString();
            Save("checkpoint", Encoding.UTF8.GetBytes(note));
            _published.Add(size);
        }
        Save("manifest.json", "{\"payloads\":\"all\"}"u8.ToArray());
        Save("trust/log.vkey", Encoding.UTF8.GetBytes(Signer.Key + "\n"));
    }

    /// <summary>A note over the first <paramref name="size"/> entries, as it would have been published then.</summary>
    public string CheckpointAt(int size) => SignedNote.Sign(
        new Checkpoint(Origin, size, MerkleTree.Root(Entries.Take(size).Select(e => MerkleTree.Leaf(e)))).ToString(),
        Signer).ToString();

    public void Save(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllBytes(In(path), bytes);
    }

    public void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(In(path));
        bytes[at] ^= 0x01;
        File.WriteAllBytes(In(path), bytes);
    }

    public void Dispose()
    {
        Signer.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Add(int index)
    {
        var payload = new Dictionary<string, object?>
        {
            ["position"] = index + 1,
            ["salt"] = SHA256.HashData(BitConverter.GetBytes(index)),
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{index:x12}"),
            ["causation"] = null,
            ["user"] = index % 2 == 0 ? "person-1" : null,
            ["dotnetType"] = "Governance.Domain.Incidents.IncidentEvent+Commented, Governance.Domain",
            ["headers"] = null,
            ["data"] = string.Create(CultureInfo.InvariantCulture, $"{{\"place\": {index}, \"text\":\"é\"}}"),
        };
        Payloads.Add(payload);
        Entries.Add(LeafAt(index, payload).Encode());
    }
}
