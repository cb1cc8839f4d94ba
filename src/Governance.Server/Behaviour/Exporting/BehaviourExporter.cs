using System.Buffers;
using System.Security.Cryptography;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Pipeline;

namespace Governance.Server.Behaviour.Exporting;

/// <summary>Who wants what.</summary>
/// <param name="Id">Of the export, opaque.</param>
/// <param name="Text">The question as it was typed.</param>
internal sealed record ExportOrder(string Id, string Text, Question Question, Actor By);

/// <summary>
/// Sends what a search finds while it is found, and sees to it that the log says who took what: before the first byte,
/// and after the last, also when the reader hangs up. A reader who is slow slows the search, nothing is piled up.
/// </summary>
internal sealed class BehaviourExporter(BehaviourSearch search, Transactor transactor)
{
    /// <summary>Observations in one file; who needs more asks for a day at a time.</summary>
    public const int MostObservations = 1_000_000;

    /// <summary>Bytes gathered before they are sent.</summary>
    private const int Gathered = 64 * 1024;

    /// <summary>The streams of what was taken away.</summary>
    public static StreamOf<BehaviourExport, BehaviourExportEvent> Exports { get; } =
        new("export", BehaviourExport.Initial, BehaviourExport.Evolve);

    /// <summary>Sends the file.</summary>
    public async Task SendAsync(ExportOrder order, IObservationFormat format, Stream output, CancellationToken ct)
    {
        var begin = new BeginBehaviourExport(order.Text, format.Extension);
        await transactor.TransactAsync(Exports, order.Id, (export, _) => begin.Decide(export), order.By, ct: ct);
        var run = search.Begin(order.Question, SearchBudget.File);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (sent, isWhole) = (0L, false);
        try
        {
            var waiting = new ArrayBufferWriter<byte>(Gathered * 2);
            format.Begin(waiting);
            await foreach (var found in run.FindAsync(ct))
            {
                if (sent == MostObservations)
                    break;
                format.Write(waiting, found);
                sent++;
                if (waiting.WrittenCount >= Gathered)
                    await FlushAsync(waiting, digest, output, ct);
            }

            await FlushAsync(waiting, digest, output, ct);
            isWhole = run is { GoOnBelow: null, Damaged: 0, HasEnded: true };
        }
        finally
        {
            var end = new EndBehaviourExport(
                sent, "sha256:" + Convert.ToBase64String(digest.GetCurrentHash()), isWhole, run.Retired);
            await transactor.TransactAsync(
                Exports, order.Id, (export, _) => end.Decide(export), order.By, ct: CancellationToken.None);
        }
    }

    private static async Task FlushAsync(
        ArrayBufferWriter<byte> waiting, IncrementalHash digest, Stream output, CancellationToken ct)
    {
        await output.WriteAsync(waiting.WrittenMemory, ct);
        digest.AppendData(waiting.WrittenSpan);
        waiting.ResetWrittenCount();
    }
}
