using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Transparency;
using Governance.Transparency.Merkle;
using Governance.Transparency.Tiles;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// The log outside the database: a tlog-tiles directory, and beside it the last checkpoint that was signed and the
/// damage that stopped signing. A database that was set back or edited cannot take these along.
/// </summary>
internal sealed class LogCopy(AuditSettings settings)
{
    private const string DamageFile = "damage.json";

    /// <summary>The folder that <c>governance-verify log</c> may be pointed at.</summary>
    public string Folder => settings.Folder;

    /// <summary>The note that was published last; null before the first.</summary>
    public string? Checkpoint
    {
        get
        {
            var file = Path.Combine(Folder, ExportLayout.Checkpoint);
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
    }

    /// <summary>What stopped signing; survives restarts, and the database.</summary>
    public LogDamage? Damage
    {
        get
        {
            var file = Path.Combine(Folder, DamageFile);
            return File.Exists(file) ? JsonSerializer.Deserialize<LogDamage>(File.ReadAllText(file)) : null;
        }
    }

    /// <summary>Publishes: from here on this tree is the least that any later one extends.</summary>
    public void WriteCheckpoint(string note) => Replace(ExportLayout.Checkpoint, Encoding.UTF8.GetBytes(note));

    public void WriteDamage(LogDamage? damage)
    {
        if (damage is null)
            File.Delete(Path.Combine(Folder, DamageFile));
        else
            Replace(DamageFile, JsonSerializer.SerializeToUtf8Bytes(damage));
    }

    /// <summary>Writes one tile or bundle durably.</summary>
    public void Write(TileAddress address, ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(Folder, address.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Narrower selves of a tile that was published at a wider width: nobody needs them any more.</summary>
    public void DropNarrower(TileAddress address)
    {
        var partials = Path.GetDirectoryName(Path.Combine(Folder, (address with { Width = 1 }).Path))!;
        if (!Directory.Exists(partials))
            return;
        foreach (var file in Directory.GetFiles(partials))
        {
            if (int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture) < address.Width)
                File.Delete(file);
        }
    }

    /// <summary>The entries of a bundle as they lie here; null when absent or unreadable.</summary>
    public IReadOnlyList<byte[]>? ReadEntries(long bundle, int width) =>
        Read(new TileAddress(TileAddress.Entries, bundle, width)) is { } bytes
        && EntryBundle.TryDecode(bytes, out var entries) ? entries : null;

    /// <summary>
    /// The bytes at an address, from the tile itself or from its full self; null when neither is here.
    /// </summary>
    public byte[]? Read(TileAddress address)
    {
        var file = Path.Combine(Folder, address.Path);
        if (File.Exists(file))
            return File.ReadAllBytes(file);
        file = Path.Combine(Folder, (address with { Width = TileAddress.FullWidth }).Path);
        if (!File.Exists(file))
            return null;
        var full = File.ReadAllBytes(file);
        return address.Level == TileAddress.Entries
            ? EntryBundle.Prefix(full, address.Width).ToArray()
            : full[..(address.Width * TreeHash.Length)];
    }

    private void Replace(string name, ReadOnlySpan<byte> bytes)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Folder);
        using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".new", file, overwrite: true);
    }
}
