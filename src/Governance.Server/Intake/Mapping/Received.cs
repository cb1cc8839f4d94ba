using Governance.Domain.Intake;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Segments;
using Governance.Server.Intake.Traces;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// What makes two records the same one, so that a re-sent request stores nothing twice: of a span its trace, span
/// and kind; of a log record, which has no id, a hash over everything that it says.
/// </summary>
internal readonly record struct ObservationId(UInt128 High, ulong Low);

/// <summary>What an observation has of its resource: whatever its trace says of this is nearer.</summary>
[Flags]
internal enum Lent
{
    /// <summary>All that it says it says itself.</summary>
    Nothing = 0,

    /// <summary>The principal.</summary>
    User = 1,

    /// <summary>The context.</summary>
    Context = 2,

    /// <summary>The class of task.</summary>
    TaskClass = 4,

    /// <summary>The model's digest.</summary>
    Digest = 8,

    /// <summary>The model's family.</summary>
    Family = 16,
}

/// <summary>An observation on its way into the log.</summary>
/// <param name="Sender">Whose it is.</param>
/// <param name="Observation">What is stored, but for a version that the trace may still tell.</param>
/// <param name="Id">What it is recognised by.</param>
/// <param name="Place">Where in its trace it stands; null outside any trace.</param>
/// <param name="LacksVersion">True when only its trace can tell the version.</param>
internal sealed record Received(
    Sender Sender,
    Observation Observation,
    ObservationId Id,
    TracePlace? Place,
    bool LacksVersion)
{
    private bool _isPrepared;
    private Handed? _handed;
    private Observation? _written;
    private ReadOnlyMemory<byte> _line;

    /// <summary>Its content, where somebody allowed that it is kept: sealed already.</summary>
    public SealedContent? Content { get; init; }

    /// <summary>What the resource lent it.</summary>
    public Lent Lent { get; init; }

    /// <summary>
    /// True when the record itself names its version in <c>governance.model.version</c>: this holds also for all below
    /// it, and nothing above it changes it.
    /// </summary>
    public bool DeclaresVersion { get; init; }

    /// <summary>What it hands down to all below it in its trace; null when it says nothing of this.</summary>
    public Handed? Handed => _isPrepared ? _handed : Handed.Of(this);

    /// <summary>The observation as it is stored, where that is written already; else empty.</summary>
    public ReadOnlyMemory<byte> Line => ReferenceEquals(_written, Observation) ? _line : default;

    /// <summary>
    /// Does on the sender's own thread what needs nothing of other requests: the loop in which all of them meet only
    /// puts lines together. A copy that comes to say something else has no line and is written later.
    /// </summary>
    public void Prepare(LinePages pages)
    {
        (_isPrepared, _handed) = (true, Place is { IsSpan: true } ? Handed.Of(this) : null);
        if (!LacksVersion)
            (_written, _line) = (Observation, pages.Write(Observation));
    }

    /// <summary>Asks for the version where the record leaves it out and its trace or target could tell.</summary>
    public static Received Of(
        Sender sender, Observation observation, ObservationId id, TracePlace? place, Lent lent, FieldSlots said)
    {
        var mayLearn = observation.Kind is not (ObservationKind.Inference or ObservationKind.Embedding
            or ObservationKind.ServingState or ObservationKind.HaltAcknowledged or ObservationKind.SenderCounts);
        var mayFind = place is not null || observation.TargetResponseId is not null;
        var lacksVersion = mayLearn && mayFind && observation.ModelVersion is null;
        return new Received(sender, observation, id, place, lacksVersion)
        {
            Lent = lent,
            DeclaresVersion = said.Text(Field.ModelVersion) is not null,
        };
    }
}

/// <summary>A place in a trace. Of a log record, <paramref name="SpanId"/> is the span that it speaks of.</summary>
internal readonly record struct TracePlace(UInt128 TraceId, ulong SpanId, ulong ParentSpanId, bool IsSpan);
