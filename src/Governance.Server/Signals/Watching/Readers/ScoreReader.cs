using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// Scores by judges and users, each evaluation by each scorer version a series of its own: a changed scorer is no
/// changed model.
/// </summary>
internal sealed class ScoreReader : ISignalReader
{
    /// <summary>Conversations whose first score is remembered, the latest ones.</summary>
    private const int MaxConversations = 4096;

    private readonly Recent<double> _first = new(MaxConversations);

    /// <inheritdoc/>
    public void Read(Observation observation, List<Said> into)
    {
        if (observation.Score is not { } score)
            return;
        if (observation.Kind is ObservationKind.Feedback || observation.EvaluationName is "user_feedback")
        {
            into.Say(SignalKind.BadRating, score < 0.5);
        }
        else if (observation is { Kind: ObservationKind.Evaluation, EvaluationName: { } name })
        {
            var by = ScorerOf(name, observation);
            var inRange = score is >= 0 and <= 1;
            if (name == "hedging" && inRange)
                into.Say(SignalKind.Hedging, score, by);
            else
                into.Say(SignalKind.EvaluationScore, score, inRange ? by : by + WatchedSignals.OwnScale);
            if (inRange)
                ReadTurn(observation, by, score, into);
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _first.Save(writer, (w, score) => w.Write(score));

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _first.Load(reader, r => r.ReadDouble());

    /// <summary>The series that a score belongs to: <c>relevance by judge@2</c>.</summary>
    internal static string ScorerOf(string name, Observation observation) => observation.EvaluatorId is { } id
        ? $"{name} by {id}{(observation.EvaluatorVersion is { } version ? "@" + version : "")}"
        : $"{name} by unknown scorer";

    /// <summary>A later turn beside the first scored one of its conversation.</summary>
    private void ReadTurn(Observation observation, string by, double score, List<Said> into)
    {
        if (observation.ConversationId is not { } conversation)
            return;
        var key = $"{conversation} {by}";
        if (_first.TryGet(key, out var first))
            into.SayGap(SignalKind.ConversationShift, score - first, by);
        else
            _first.Put(key, score);
    }
}
