using Governance.Domain.Intake;
using Governance.Server.Demo;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals;

/// <summary>Synthetic deployments as segments: what the demonstration's models do, without the wire between.</summary>
internal sealed class Traffic(int seed)
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dice _dice = new(seed);

    /// <summary>Position of the next segment.</summary>
    internal long Position { get; private set; } = 1;

    /// <summary>
    /// Segments of a stretch of traffic, each holding so much event time; behaviour and share hang on version and time.
    /// </summary>
    internal IEnumerable<WatchedSegment> Play(
        DateTimeOffset from,
        TimeSpan length,
        double conversationsPerSecond,
        TimeSpan perSegment,
        IReadOnlyList<(string Version, double Share)> versions,
        Func<string, DateTimeOffset, Behaviour>? behaviour = null,
        double rhythm = 0)
    {
        var gathered = new List<Observation>();
        var until = from + perSegment;
        for (var at = from; at < from + length;)
        {
            var rate = conversationsPerSecond * (1 + (rhythm * Math.Sin(2 * Math.PI * at.TimeOfDay.TotalDays)));
            at += TimeSpan.FromSeconds(_dice.Exponential(1 / rate));
            while (at >= until)
            {
                if (gathered.Count > 0)
                    yield return new WatchedSegment(Position++, until, "support", [.. gathered]);
                gathered.Clear();
                until += perSegment;
            }

            var version = Draw(versions);
            var how = behaviour?.Invoke(version, at) ?? new Behaviour();
            gathered.AddRange(Observed(Conversation.Draw(_dice, how, version, "user", at)));
        }

        if (gathered.Count > 0)
            yield return new WatchedSegment(Position++, from + length, "support", gathered);
    }

    private string Draw(IReadOnlyList<(string Version, double Share)> versions)
    {
        var rest = _dice.Next(1_000_000) / 1e6 * versions.Sum(x => x.Share);
        foreach (var (version, share) in versions)
        {
            if ((rest -= share) < 0)
                return version;
        }

        return versions[^1].Version;
    }

    private static IEnumerable<Observation> Observed(Conversation conversation)
    {
        foreach (var step in conversation.Steps)
        {
            yield return new Observation
            {
                Kind = step.Tool is null ? ObservationKind.Inference : ObservationKind.ToolCall,
                StartedAt = conversation.StartedAt + step.Offset,
                LatencyMs = step.Lasts.TotalMilliseconds,
                ModelVersion = conversation.Version,
                Failed = step.Error is not null,
                ErrorClass = step.Error,
                Tool = step.Tool,
                Refusal = step.Tool is null ? step.Finish == "refusal" : null,
                InputTokens = step.Tool is null ? step.InputTokens : null,
                OutputTokens = step.Tool is null && step.Error is null ? step.OutputTokens : null,
                Context = "production",
            };
        }

        foreach (var judgement in conversation.Judgements.Where(x => x.Evaluator != "users"))
        {
            yield return new Observation
            {
                Kind = ObservationKind.Evaluation,
                StartedAt = conversation.EndedAt,
                ModelVersion = conversation.Version,
                EvaluationName = judgement.Name,
                Score = judgement.Score,
                EvaluatorId = judgement.Evaluator,
                EvaluatorVersion = "1",
            };
        }
    }
}
