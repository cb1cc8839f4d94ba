using Governance.Domain.Intake;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// Scores and events often travel without the context and task class of what they speak of; then those of their trace
/// hold, as far as it has been seen.
/// </summary>
internal sealed class TraceContexts
{
    /// <summary>Traces remembered, the latest ones.</summary>
    private const int MaxTraces = 4096;

    private readonly Recent<(string Context, string Task)> _known = new(MaxTraces);

    internal Observation Complete(Observation observation)
    {
        if (observation.TraceId is not { } trace)
            return observation;
        if (observation.Context is { } context)
        {
            _known.Put(trace, (context, observation.TaskClass ?? ""));
            return observation;
        }

        return _known.TryGet(trace, out var known)
            ? observation with
            {
                Context = known.Context,
                TaskClass = observation.TaskClass ?? (known.Task.Length > 0 ? known.Task : null),
            }
            : observation;
    }

    internal void Save(BinaryWriter writer) => _known.Save(writer, (w, known) =>
    {
        w.Write(known.Context);
        w.Write(known.Task);
    });

    internal void Load(BinaryReader reader) => _known.Load(reader, r => (r.ReadString(), r.ReadString()));
}
