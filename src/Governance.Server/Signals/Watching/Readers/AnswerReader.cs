using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// What only two sayings about the same answer show together, whichever comes first: confidence and correctness, reward
/// and gold, length and rating. They are joined by trace, else by the answer's id.
/// </summary>
internal sealed class AnswerReader : ISignalReader
{
    /// <summary>Answers that wait for what else is said of them, the latest ones.</summary>
    private const int MaxAnswers = 4096;

    private readonly Recent<Answer> _answers = new(MaxAnswers);
    private readonly SortedDictionary<string, (double Length, double Rating)> _previous = new(StringComparer.Ordinal);

    /// <summary>Confidence beside correctness, by version.</summary>
    internal Reliability Reliability { get; } = new();

    /// <inheritdoc/>
    public void Read(Observation observation, List<Said> into)
    {
        if (KeyOf(observation) is not { } key)
            return;
        if (!_answers.TryGet(key, out var before))
            before = new Answer(null, null, null, null, null, null);
        var after = Heard(before, observation);
        if (after == before)
            return;
        _answers.Put(key, after);
        if (before.Calibration is null && after.Calibration is var (stated, correct))
        {
            into.SayGap(SignalKind.Overconfidence, stated - correct);
            into.Say(SignalKind.BrierScore, (stated - correct) * (stated - correct));
            Reliability.Take(observation.ModelVersion, stated, correct);
        }

        if (before.Proxy is null && after.Proxy is var (reward, gold))
            into.SayGap(SignalKind.ProxyGap, reward - gold);
        if (before.Rewarded is null && after.Rewarded is { } rewarded)
            Compare("by reward", rewarded, into);
        if (before.Rated is null && after.Rated is { } rated)
            Compare("by users", rated, into);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        Reliability.Save(writer);
        _answers.Save(writer, (w, answer) => answer.Save(w));
        writer.Write(_previous.Count);
        foreach (var (by, pair) in _previous)
        {
            writer.Write(by);
            writer.Write(pair.Length);
            writer.Write(pair.Rating);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Reliability.Load(reader);
        _answers.Load(reader, Answer.Load);
        for (var left = reader.ReadInt32(); left > 0; left--)
            _previous.Add(reader.ReadString(), (reader.ReadDouble(), reader.ReadDouble()));
    }

    private static string? KeyOf(Observation observation) =>
        observation.TraceId ?? observation.TargetResponseId ?? observation.ResponseId;

    private static Answer Heard(Answer answer, Observation observation)
    {
        if (observation is { Kind: ObservationKind.Inference, Failed: not true })
        {
            return answer with
            {
                Tokens = observation.OutputTokens ?? answer.Tokens,
                Stated = observation.StatedConfidence ?? answer.Stated,
            };
        }

        if (observation.Score is not (>= 0 and <= 1) || observation.Score is not { } score)
            return answer;
        return (observation.Kind, observation.EvaluationName) switch
        {
            (ObservationKind.Feedback, _) or (_, "user_feedback") => answer with { Rating = score },
            (ObservationKind.Evaluation, "correctness") => answer with { Correct = score },
            (ObservationKind.Evaluation, "reward") => answer with { Reward = score },
            (ObservationKind.Evaluation, "gold") => answer with { Gold = score },
            _ => answer,
        };
    }

    /// <summary>
    /// Two answers that follow one another and differ in both say one thing: whether the longer was rated better. A
    /// share of one half is no correlation (Kendall's τ = 2 · share − 1); pairs that share no answer are independent.
    /// </summary>
    private void Compare(string by, (double Length, double Rating) now, List<Said> into)
    {
        if (!_previous.Remove(by, out var before))
        {
            _previous.Add(by, now);
            return;
        }

        var agrees = (now.Length - before.Length) * (now.Rating - before.Rating);
        if (agrees == 0)
            _previous.Add(by, now);
        else
            into.Say(SignalKind.LongerRatedBetter, agrees > 0, by);
    }

    private sealed record Answer(
        double? Tokens, double? Stated, double? Correct, double? Reward, double? Gold, double? Rating)
    {
        internal (double Stated, double Correct)? Calibration => Both(Stated, Correct);

        internal (double Reward, double Gold)? Proxy => Both(Reward, Gold);

        internal (double Length, double Rating)? Rewarded => Both(Tokens, Reward);

        internal (double Length, double Rating)? Rated => Both(Tokens, Rating);

        internal void Save(BinaryWriter writer)
        {
            foreach (var value in (ReadOnlySpan<double?>)[Tokens, Stated, Correct, Reward, Gold, Rating])
                writer.Write(value ?? double.NaN);
        }

        internal static Answer Load(BinaryReader reader) =>
            new(Next(reader), Next(reader), Next(reader), Next(reader), Next(reader), Next(reader));

        private static double? Next(BinaryReader reader) =>
            reader.ReadDouble() is var value && double.IsNaN(value) ? null : value;

        private static (double, double)? Both(double? one, double? other) =>
            one is { } left && other is { } right ? (left, right) : null;
    }
}
