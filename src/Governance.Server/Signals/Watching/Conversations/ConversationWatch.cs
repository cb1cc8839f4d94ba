using Governance.Detection;
using Governance.Detection.Sequential;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching.Readers;

namespace Governance.Server.Signals.Watching.Conversations;

/// <summary>
/// Follows the scores of each conversation turn by turn, and finds the single one that drifts from its own beginning:
/// a slow attack over many turns hides in the mean of all conversations. What is usual is learned from all of them.
/// </summary>
internal sealed class ConversationWatch(WatchSettings settings)
{
    /// <summary>Conversations that are followed at one time, the latest ones.</summary>
    private const int MaxConversations = 4096;

    /// <summary>Versions and scorers; of further ones conversations are not followed.</summary>
    private const int MaxStreams = 64;

    /// <summary>Residuals before any conversation is judged: their deviation is known to a few percent.</summary>
    private const int Warm = 512;

    /// <summary>An episode whose kind of conversation was not found for so long (event time) is over.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromHours(1);

    private const string Detector = "conversation";

    internal const string Assumption = "scores of one conversation are normal and independent around one mean";

    private readonly Recent<FollowedConversation> _conversations = new(MaxConversations);
    private readonly SortedDictionary<StreamKey, UsualTurns> _usual = [];

    /// <summary>True once it is known how conversations of some version usually go.</summary>
    internal bool IsWarm => _usual.Values.Any(usual => usual.N >= Warm);

    /// <summary>Whether an observation is a scored turn of a conversation.</summary>
    internal static bool Reads(Observation observation) => observation is
    {
        Kind: ObservationKind.Evaluation, EvaluationName: not null, Score: >= 0 and <= 1,
        ConversationId: not null, ModelVersion: not null,
    };

    /// <summary>Takes in one scored turn.</summary>
    /// <param name="observation">What was said.</param>
    /// <param name="at">When it counts as having been.</param>
    /// <param name="address">Where it stands.</param>
    /// <param name="budget">False alarms a week that each stream may spend.</param>
    internal FoundSignal? Take(
        Observation observation, DateTimeOffset at, ObservationAddress address, double budget)
    {
        if (!Reads(observation))
            return null;
        var by = ScoreReader.ScorerOf(observation.EvaluationName!, observation);
        var key = new StreamKey(observation.ModelVersion!, SignalKind.ConversationDrift, by);
        if (UsualOf(key) is not { } usual)
            return null;
        var score = observation.Score!.Value;
        var id = $"{observation.ConversationId} {by}";
        if (!_conversations.TryGet(id, out var followed))
            _conversations.Put(id, followed = new FollowedConversation());
        var residual = followed.Drift.ResidualOf(score);
        followed.Take(score, at, address, usual.N >= Warm ? usual.Deviation : null);
        if (residual is null)
            return null;
        usual.Pace.Step(at);
        var threshold = TurnDrift.ThresholdOf(usual.Pace.StepsBetween(budget));
        if (followed.Drift.Statistic < threshold)
        {
            usual.Learn(residual.Value);
            return null;
        }

        var found = Found(key, usual, followed, threshold, at);
        followed.Restart();
        return found;
    }

    /// <summary>Ends episodes that were not found again for a while.</summary>
    internal IEnumerable<FoundSignal> EndQuiet(DateTimeOffset now)
    {
        foreach (var (key, usual) in _usual.Where(one => one.Value.Alarms > 0 && now - one.Value.LastAt >= s_quiet))
        {
            usual.Alarms = 0;
            yield return FoundSignal.Over(key, Detector, "No further conversation of this kind for an hour.");
        }
    }

    internal void Save(BinaryWriter writer)
    {
        _conversations.Save(writer, (w, followed) => followed.Save(w));
        writer.Write(_usual.Count);
        foreach (var (key, usual) in _usual)
        {
            key.Save(writer);
            usual.Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        _conversations.Load(reader, FollowedConversation.Load);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = StreamKey.Load(reader);
            var usual = new UsualTurns(settings.Window);
            usual.Load(reader);
            _usual.Add(key, usual);
        }
    }

    private UsualTurns? UsualOf(StreamKey key)
    {
        if (!_usual.TryGetValue(key, out var usual) && _usual.Count < MaxStreams)
            _usual.Add(key, usual = new UsualTurns(settings.Window));
        return usual;
    }

    private static FoundSignal? Found(
        StreamKey key, UsualTurns usual, FollowedConversation followed, double threshold, DateTimeOffset at)
    {
        usual.Alarms++;
        usual.LastAt = at;
        if (!SignalStream.IsWorthSaying(usual.Alarms))
            return null;
        var drift = followed.Drift;
        var turns = drift.Turns - drift.Before;
        var finding = new Finding(
            Detector, drift.Statistic, "CUSUM of turns", threshold, null, null,
            followed.Later - followed.Earlier, drift.Direction,
            new Stretch(followed.StartedAt, followed.DriftedAt, drift.Before, followed.Earlier),
            new Stretch(followed.DriftedAt, at, turns, followed.Later),
            Worth.Heuristic, Assumption);
        var alarm = new FoundAlarm(finding, key.Version, null, [.. followed.Addresses]);
        return new FoundSignal(key, Detector, usual.Alarms, alarm, null);
    }
}
