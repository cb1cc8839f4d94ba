using System.Buffers.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>One judgement that is written on the span it judges.</summary>
/// <param name="Kind">Evaluation, feedback or guardrail.</param>
/// <param name="Said">What it says.</param>
/// <param name="Ordinal">Tells the judgements of one span apart; the same when the span is sent again.</param>
internal readonly record struct SpanVerdict(ObservationKind Kind, FieldSlots Said, int Ordinal);

/// <summary>
/// Judgements on a span that are no records of their own: events of it, numbered attributes
/// (<c>evaluations.0.evaluation.score</c>), or plain attributes of a span that does something else.
/// </summary>
internal sealed class SpanVerdicts
{
    /// <summary>Judgements of each form on one span; further ones are counted as dropped.</summary>
    public const int MaxEach = 16;

    private const int PlainEvaluation = (2 * MaxEach) + 1;
    private const int PlainGuardrail = PlainEvaluation + 1;

    private static readonly Field[] s_ofEvaluations =
    [
        Field.EvaluationName, Field.Score, Field.Label, Field.Annotator,
        Field.EvaluatorId, Field.EvaluatorVersion, Field.EvaluatorKind, Field.EvaluatorFamily,
    ];

    private static readonly Field[] s_ofGuardrails =
        [Field.Guardrail, Field.Target, Field.Verdict, Field.FilterAction, Field.Category, Field.RiskScore];

    // Slots are made once and filled again and again: events, numbered ones, and the two plain ones.
    private readonly FieldSlots[] _events;
    private readonly FieldSlots[] _numbered;
    private readonly FieldSlots _evaluation;
    private readonly FieldSlots _guardrail;
    private readonly bool[] _isGuardrail = new bool[MaxEach];

    // Bounded by the slots.
    private readonly List<SpanVerdict> _verdicts = [];
    private int _eventCount;
    private int _numberedCount;

    public SpanVerdicts(Texts texts)
    {
        _events = [.. Enumerable.Range(0, MaxEach).Select(_ => new FieldSlots(texts))];
        _numbered = [.. Enumerable.Range(0, MaxEach).Select(_ => new FieldSlots(texts))];
        (_evaluation, _guardrail) = (new FieldSlots(texts), new FieldSlots(texts));
    }

    public void Clear() => (_eventCount, _numberedCount) = (0, 0);

    /// <summary>The slots of an event that is a judgement; null for another one, or too many.</summary>
    public FieldSlots? Begin(ReadOnlySpan<byte> eventName)
    {
        var isGuardrail = eventName.SequenceEqual("gen_ai.guardrail.finding"u8)
            || eventName.SequenceEqual("gen_ai.security.finding"u8);
        if (_eventCount == MaxEach || !(isGuardrail || eventName.SequenceEqual("gen_ai.evaluation.result"u8)))
            return null;
        _isGuardrail[_eventCount] = isGuardrail;
        _events[_eventCount].Clear();
        return _events[_eventCount++];
    }

    /// <summary>Takes an attribute of a numbered judgement; false for any other one.</summary>
    public bool Take(ReadOnlySpan<byte> key, AttributeValue value)
    {
        var rest = key.StartsWith("evaluations."u8) ? key["evaluations."u8.Length..]
            : key.StartsWith("annotations."u8) ? key["annotations."u8.Length..]
            : [];
        if (!Utf8Parser.TryParse(rest, out byte number, out var digits) || number >= MaxEach
            || digits + 1 >= rest.Length || rest[digits] != '.')
        {
            return false;
        }
        for (; _numberedCount <= number; _numberedCount++)
            _numbered[_numberedCount].Clear();
        return _numbered[number].Take(rest[(digits + 1)..], value);
    }

    /// <summary>
    /// The judgements on a span that is itself of this kind, null for one that is not ours; what they say is then no
    /// longer said by the span.
    /// </summary>
    public IReadOnlyList<SpanVerdict> Of(FieldSlots span, ObservationKind? kind)
    {
        _verdicts.Clear();
        for (var i = 0; i < _eventCount; i++)
        {
            var kindOf = _isGuardrail[i] ? ObservationKind.Guardrail : KindOf(_events[i]);
            _verdicts.Add(new SpanVerdict(kindOf, _events[i], i + 1));
        }
        for (var i = 0; i < _numberedCount; i++)
        {
            if (Judges(_numbered[i]))
                _verdicts.Add(new SpanVerdict(KindOf(_numbered[i]), _numbered[i], MaxEach + i + 1));
        }
        if (kind is not (ObservationKind.Evaluation or ObservationKind.Feedback) && Judges(span))
        {
            span.Move(_evaluation, s_ofEvaluations);
            _verdicts.Add(new SpanVerdict(KindOf(_evaluation), _evaluation, PlainEvaluation));
        }
        if (kind is not ObservationKind.Guardrail && span.Any(Field.Verdict, Field.RiskScore, Field.Category))
        {
            span.Move(_guardrail, s_ofGuardrails);
            _verdicts.Add(new SpanVerdict(ObservationKind.Guardrail, _guardrail, PlainGuardrail));
        }
        return _verdicts;
    }

    /// <summary>Evaluation, or feedback: what is named so, and whatever a person annotated.</summary>
    public static ObservationKind KindOf(FieldSlots said) =>
        said.Text(Field.EvaluationName) is "user_feedback" || said.Text(Field.Annotator) is "HUMAN"
            ? ObservationKind.Feedback
            : ObservationKind.Evaluation;

    /// <summary>A name alone is a judge at work, not yet a judgement.</summary>
    private static bool Judges(FieldSlots said) => said.Any(Field.Score, Field.Label);
}
