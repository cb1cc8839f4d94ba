using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Traces;

namespace Governance.Server.Intake.Line;

/// <summary>
/// Remembers, for traces seen lately, which inference served which version, who is whose parent and what each says of
/// all below it, so that a tool call, an agent's run or a score can take over what it does not say itself. Not for
/// several threads at once.
/// </summary>
internal sealed class TraceBook
{
    /// <summary>Traces remembered; the oldest half is forgotten when they are more. About 150 MB at most.</summary>
    public const int MaxTraces = 100_000;

    /// <summary>Answers remembered by the id that their provider gave them. About 20 MB at most.</summary>
    public const int MaxAnswers = 100_000;

    private readonly Remembered<UInt128, Trace> _traces = new(MaxTraces);
    private readonly Remembered<string, TracePlace> _answers = new(MaxAnswers);

    /// <summary>Takes note of a span that arrived.</summary>
    public void Note(Received received)
    {
        if (received.Place is not { IsSpan: true } place)
            return;
        var one = received.Observation;
        var isCall = one.Kind is ObservationKind.Inference;
        Add(place, new SeenSpan(
            place.ParentSpanId,
            isCall ? one.ModelVersion : null,
            one.StartedAt,
            one.Kind is ObservationKind.ToolCall,
            received.Handed));
        if (isCall && one.ResponseId is { } answer)
            _answers.Add(answer, place);
    }

    /// <summary>Takes note of a span that is not stored: it may join others to each other.</summary>
    public void Note(TracePlace other) => Add(other, new SeenSpan(other.ParentSpanId, null, default, false, null));

    /// <summary>
    /// The observation with everything that its trace says of it; null while it has to wait for the inference that
    /// tells its version, or for the answer that it judges.
    /// </summary>
    public Received? Settle(Received received)
    {
        var settled = Settled(received, VersionFor);
        return settled.LacksVersion || AwaitsAnswer(settled) ? null : settled;
    }

    /// <summary>The same when the wait is over: with what is known by now.</summary>
    public Received SettleNow(Received received) => Settled(received, LastResortFor) with { LacksVersion = false };

    /// <summary>The version of the nearest inference (<see cref="Trace.Nearest"/>); null: not known yet.</summary>
    public string? VersionFor(Received received) =>
        received.Place is { } place && _traces.TryGet(place.TraceId, out var trace)
            ? trace.Nearest(place, received.Observation.StartedAt)
            : null;

    /// <summary>
    /// What is left when the wait is over: the version of the call nearest in time in the same trace, earlier ones
    /// first.
    /// </summary>
    public string? LastResortFor(Received received) =>
        received.Place is { } place && _traces.TryGet(place.TraceId, out var trace)
            ? VersionFor(received) ?? trace.NearestInTime(received.Observation.StartedAt)
            : null;

    private static bool IsVerdict(Observation one) =>
        one.Kind is ObservationKind.Evaluation or ObservationKind.Feedback;

    /// <summary>A score outside any trace, of an answer that has not been seen.</summary>
    private static bool AwaitsAnswer(Received received) =>
        received.Place is null && received.Observation.TargetResponseId is not null;

    private Received Settled(Received received, Func<Received, string?> versionFor)
    {
        if (IsVerdict(received.Observation))
            received = Aimed(received);
        if (SpeaksOfSender(received) || received.Place is not { } place
            || !_traces.TryGet(place.TraceId, out var trace))
        {
            return received;
        }
        if (trace.HandedTo(place) is { } handed)
            received = handed.To(received);
        if (!received.LacksVersion || versionFor(received) is not { } version)
            return received;
        return received with
        {
            LacksVersion = false,
            Observation = received.Observation with { ModelVersion = version, VersionFromTrace = true },
        };
    }

    /// <summary>What a sender says of itself has nothing to do with the trace in which it happens to say it.</summary>
    private static bool SpeaksOfSender(Received received) => received.Observation.Kind
        is ObservationKind.ServingState or ObservationKind.HaltAcknowledged or ObservationKind.SenderCounts;

    /// <summary>
    /// A score with its target, by the span that it speaks of, else by the answer that it names: then it stands where
    /// that answer does.
    /// </summary>
    private Received Aimed(Received received)
    {
        if (received.Place is { } place && _traces.TryGet(place.TraceId, out var trace)
            && trace.Has(place.IsSpan ? place.ParentSpanId : place.SpanId))
        {
            return Found(received);
        }
        if (received.Observation.TargetResponseId is not { } answer || !_answers.TryGet(answer, out var target))
            return received;
        return received with
        {
            Place = target with { IsSpan = false },
            Observation = received.Observation with
            {
                TargetFound = true,
                TraceId = Hexadecimal.Of(target.TraceId),
                SpanId = Hexadecimal.Of(target.SpanId),
                ParentSpanId = null,
            },
        };
    }

    private static Received Found(Received received) =>
        received with { Observation = received.Observation with { TargetFound = true } };

    private void Add(TracePlace place, SeenSpan span)
    {
        if (!_traces.TryGet(place.TraceId, out var trace))
            _traces.Add(place.TraceId, trace = new Trace());
        trace.Add(place.SpanId, span);
    }
}
