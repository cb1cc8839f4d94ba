using System.Diagnostics;
using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Messaging.Handling;
using Governance.Messaging.Outbox;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.SystemTests.Messaging.Crashing;

/// <summary>Where a node may be killed; each is reached once for every note of a person.</summary>
internal enum Boundary
{
    /// <summary>Nowhere: it works until somebody else kills it.</summary>
    None,

    /// <summary>A message was received, nothing was decided.</summary>
    Receive,

    /// <summary>It was decided what happens, nothing of it was written.</summary>
    Decide,

    /// <summary>What happens is committed, the queue does not know yet.</summary>
    Commit,

    /// <summary>A message was handled that joined no commit, its row does not say so yet.</summary>
    Mark,
}

/// <summary>This process and the moment that it ends at.</summary>
internal static class Fate
{
    internal static Boundary Ends { get; set; }

    /// <summary>SIGKILL by its own hand: no handler runs, nothing is flushed.</summary>
    internal static void Meet(Boundary here)
    {
        if (here == Ends)
            Process.GetCurrentProcess().Kill();
    }
}

/// <summary>The first hop's message: it is only passed on.</summary>
internal sealed record Forward(string Text, string Outside);

/// <summary>The second hop's message: it is answered by a fact and by something that leaves the system.</summary>
internal sealed record Answer(string Text, string Outside);

/// <summary>A person's note sends a message. The note says where the outside is: <c>text|file:///…</c>.</summary>
[MayEmit(typeof(Forward))]
internal static class RelayHandler
{
    public static IReadOnlyList<Tell> Handle(IncidentEvent.NoteAdded note, Subject incident) =>
        note.By.IsPerson && note.Text.Split('|') is [var text, var outside]
            ? [new Tell(new Forward(text, outside), incident.Id)]
            : [];
}

/// <summary>Passes on; without a fact, so the queue itself marks it.</summary>
[MayEmit(typeof(Answer))]
internal static class ForwardHandler
{
    public static Tell Handle(Forward message, Subject incident) =>
        new(new Answer(message.Text, message.Outside), incident.Id);
}

/// <summary>Answers.</summary>
[MayEmit(typeof(IncidentEvent.NoteAdded))]
internal static class AnswerHandler
{
    internal const string Prefix = "answer ";

    public static string Load(Answer message)
    {
        Fate.Meet(Boundary.Receive);
        return Prefix + message.Text;
    }

    public static (Decision<IncidentEvent>, OutgoingMessage) Handle(
        Answer message, string answer, Subject incident, Incident state)
    {
        var (fact, outgoing) = (
            Decision.Append<IncidentEvent>(new IncidentEvent.NoteAdded(Actor.Part("answering"), answer)),
            new OutgoingMessage(
                message.Outside, $"{incident.Id}/{message.Text}", incident.Id, "text/plain",
                Encoding.UTF8.GetBytes($"{state.Status}")));
        Fate.Meet(Boundary.Decide);
        return (fact, outgoing);
    }
}

/// <summary>The outside: a file with a line for every arrival, which outlives whoever wrote it.</summary>
internal sealed class FileTransport : ITransport
{
    public bool Carries(string scheme) => scheme == "file";

    public async Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        await File.AppendAllTextAsync(new Uri(message.Destination).LocalPath, message.IdempotencyKey + "\n", ct);
        return new Delivery(AttemptOutcome.Accepted);
    }
}
