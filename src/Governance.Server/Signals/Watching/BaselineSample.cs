using Governance.Detection;
using Governance.Domain.Intake;
using Governance.Server.Signals.Watching.Readers;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// What one version did in a stretch of the log, stream by stream: what a baseline is frozen at. It reads observations
/// as the watch does, and judges nothing.
/// </summary>
internal sealed class BaselineSample(string version, WatchSettings settings)
{
    /// <summary>Streams that are remembered; further ones keep a rolling baseline.</summary>
    private const int MaxStreams = 512;

    private readonly TraceContexts _contexts = new();
    private readonly SignalReaders _readers = new();

    private readonly List<Said> _said = [];

    // Bounded by MaxStreams.
    private readonly Dictionary<StreamKey, Sample> _samples = [];

    /// <summary>What was said of the version, by stream.</summary>
    internal IReadOnlyDictionary<StreamKey, Sample> Samples => _samples;

    /// <summary>Takes in a segment of the stretch, in the order of the log.</summary>
    internal void Take(IReadOnlyList<Observation> observations, DateTimeOffset recordedAt)
    {
        foreach (var told in observations)
        {
            var observation = _contexts.Complete(told);
            if (!observation.IsServed || observation.ModelVersion is not { } of)
                continue;
            // Readers join what several observations say of one answer, so each is read, of whatever version.
            _said.Clear();
            _readers.Read(observation, _said);
            if (of == version)
                Keep(observation.StartedAt > recordedAt ? recordedAt : observation.StartedAt);
        }
    }

    private void Keep(DateTimeOffset at)
    {
        foreach (var (signal, dimension, value) in _said)
        {
            var key = new StreamKey(version, signal, dimension);
            if (!_samples.TryGetValue(key, out var sample))
            {
                if (_samples.Count >= MaxStreams)
                    continue;
                _samples.Add(
                    key, sample = new Sample(WatchedSignals.MeasureOf(key), settings.Watch.KeptReference));
            }

            sample.Add([value], at, at);
        }
    }
}
