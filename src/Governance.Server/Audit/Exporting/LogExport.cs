using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.Server.Audit.Signing;
using Governance.Server.Intake.Completeness;
using Governance.Server.Pipeline;
using Governance.Transparency;
using Governance.Transparency.Notes;
using Governance.Transparency.Tiles;

namespace Governance.Server.Audit.Exporting;

/// <summary>What was written where.</summary>
/// <param name="Size">Facts that the export's checkpoint covers.</param>
/// <param name="Root">The signed root, base64.</param>
internal sealed record Exported(string Folder, long Size, string Root);

/// <summary>
/// Writes the whole signed log into a folder that an outsider checks offline: tiles, entries, checkpoints, payloads
/// with their salts, the key, and how to check it. That it was taken is itself a fact, and inside it.
/// </summary>
internal sealed class LogExport(
    LogTables tables, LogCopy copy, LogState state, PayloadFiles payloads, Transactor transactor, EventStore store,
    INoteSigner signer, TimeProvider clock)
{
    // More would tell no more: between two of them a difference is narrowed by the tiles.
    private const int MostCheckpoints = 256;

    /// <summary>A log that cannot be signed is exported as far as it is signed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Exports into <paramref name="folder"/>, which must not hold anything yet.</summary>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been signed yet.</exception>
    public async Task<Exported> WriteAsync(string folder, Actor by, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"{folder} is not empty; an export is written into a new folder.");
        var signed = await RecordAsync(by, ct);
        var beyond = Math.Max(0, (await store.HeadAsync(ct)).Position - signed.Size);
        for (var bundle = 0L; bundle * TileAddress.FullWidth < signed.Size; bundle++)
            await payloads.WriteAsync(Path.Combine(folder, ExportLayout.Payloads(bundle)), bundle, signed.Size, ct);
        foreach (var address in TileAddress.All(signed.Size))
            await WriteTileAsync(folder, address, ct);
        foreach (var tree in await tables.ReadHistoryAsync(MostCheckpoints, ct))
        {
            var name = tree.Size.ToString("D12", CultureInfo.InvariantCulture);
            await WriteTextAsync(folder, Path.Combine(ExportLayout.History, name), tree.Note, ct);
        }
        var completeness = await CompletenessAsync(signed, ct);
        await WriteTextAsync(folder, ExportLayout.Key, signer.Key + "\n", ct);
        await WriteTextAsync(folder, ExportLayout.Instructions, Instructions(), ct);
        await WriteTextAsync(folder, ExportLayout.Manifest, Manifest(signed, beyond, completeness), ct);
        await WriteTextAsync(folder, ExportLayout.Checkpoint, signed.Note, ct);
        return new Exported(folder, signed.Size, signed.Root.ToBase64());
    }

    /// <summary>Appends that the log is taken away, and waits until that is signed, if anything is.</summary>
    private async Task<SignedTree> RecordAsync(Actor by, CancellationToken ct)
    {
        var command = new RecordExport(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), Payloads: true);
        await transactor.TransactAsync(
            Damages.Stream, Damages.StreamId, (keeping, _) => command.Decide(keeping), by, ct: ct);
        var position = (await store.HeadAsync(ct)).Position;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        var signed = await tables.ReadSignedAsync(ct);
        while (state.Damage is null && copy.Damage is null && (signed?.Size ?? 0) < position
            && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, patience.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            signed = await tables.ReadSignedAsync(ct);
        }
        return signed ?? throw new InvalidOperationException("Nothing has been signed yet.");
    }

    // The copy outside the database is believed before the database.
    private async Task WriteTileAsync(string folder, TileAddress address, CancellationToken ct)
    {
        var file = Path.Combine(folder, address.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (copy.Read(address) is { } outside)
            await File.WriteAllBytesAsync(file, outside, ct);
        else if (await tables.ReadAsync(address, ct) is { } stored)
            await File.WriteAllBytesAsync(file, stored, ct);
    }

    private string Manifest(SignedTree signed, long beyond, object completeness) => JsonSerializer.Serialize(
        new
        {
            origin = signer.Key.Name,
            size = signed.Size,
            root = signed.Root.ToBase64(),
            exportedAt = clock.GetUtcNow().ToMicroseconds(),
            payloads = "all",
            beyond,
            damage = state.Damage ?? copy.Damage,
            completeness,
        },
        s_json);

    /// <summary>
    /// The log is complete as received: whether all was received is only known where a sender counted itself.
    /// </summary>
    private async Task<object> CompletenessAsync(SignedTree signed, CancellationToken ct) => new
    {
        statement = "As received. A deployment that is not named here states no counts: its completeness is unknown.",
        deployments = await CompletenessStatement.ReadAsync(store, signed.Size, ct),
    };

    private static string Instructions()
    {
        var name = $"{typeof(LogExport).Namespace}.{ExportLayout.Instructions}";
        using var stream = typeof(LogExport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task WriteTextAsync(string folder, string name, string text, CancellationToken ct)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), ct);
    }
}
