using System.Security.Cryptography;
using System.Text;
using Governance.Domain;
using Governance.EventSourcing;
using Governance.Messaging.Queue;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline;

/// <summary>
/// Why something is appended: who wants it, what it belongs to, and how its ids are found again on a redo.
/// </summary>
/// <param name="Ids">Derives the id of the n-th event to a stream; null when the store may make them.</param>
/// <param name="RowGuards">Rows without which nothing may be appended.</param>
internal sealed record Cause(AppendMetadata Metadata, DerivedIds? Ids = null, IReadOnlyList<RowGuard>? RowGuards = null)
{
    /// <summary>
    /// A command from outside begins something new; what follows from it carries the same correlation.
    /// </summary>
    public static Cause Command(Actor actor, DateTimeOffset now) =>
        new(new AppendMetadata(actor.Id, Guid.CreateVersion7(now).ToString("N")));

    /// <summary>A reaction to a stored fact, by the node that holds <paramref name="lease"/> when it commits.</summary>
    public static Cause Reaction(string name, Actor actor, Fact source, Lease lease) => new(
        new AppendMetadata(actor.Id, source.Recorded.CorrelationId, source.Recorded.Id.ToString()),
        new DerivedIds($"{name}\n{source.Position}"),
        [lease.Guard()]);

    /// <summary>
    /// A timer that fires: its row goes in the same commit, and how late it was is written with the facts.
    /// </summary>
    public static Cause Timer(DueTimer timer, Actor actor, Lease lease, DateTimeOffset now) => new(
        new AppendMetadata(
            actor.Id,
            $"{timer.Kind}-{timer.Id}",
            null,
            new Dictionary<string, string>
            {
                ["timer"] = timer.Kind,
                ["dueAt"] = timer.DueAt.UtcDateTime.ToString("O"),
                ["latenessMs"] = timer.LatenessAt(now).TotalMilliseconds.ToString("F0"),
            }),
        new DerivedIds($"timer:{timer.Kind}\n{timer.Key}\n{timer.Id}"),
        [lease.Guard(), TimerTable.Take(timer)]);

    /// <summary>A message that is handled: it is marked so in the same commit.</summary>
    public static Cause Message(LocalMessage message, Actor actor, RowGuard taken) => new(
        new AppendMetadata(actor.Id, $"{message.Type}-{message.Id:N}"),
        new DerivedIds($"message\n{message.Id}"),
        [taken]);

    /// <summary>The id of what is written beside the facts: a command's is its own, since it is never redone.</summary>
    public Guid IdOf(string what, int append, int index) =>
        (Ids ?? new DerivedIds($"command\n{Metadata.CorrelationId}")).Of(what, append, index);

    /// <summary>Whether an append dropped out because its node no longer holds the lease.</summary>
    public static bool HasLostItsLease(RowGuardFailedException refused) => refused.Index == 0;
}

/// <summary>
/// Ids that come out the same whenever the same cause is handled again (UUID version 8 over SHA-256, RFC 9562 §5.8):
/// over the cause, the stream, how many appends the handling made before, and the event's index in its stream's part.
/// </summary>
internal sealed class DerivedIds(string cause)
{
    /// <summary>The id of one event.</summary>
    public Guid Of(string streamId, int append, int index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cause}\n{streamId}\n{append}\n{index}")).AsSpan(0, 16);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash, bigEndian: true);
    }
}
