using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Behaviour.Searching;

/// <summary>An observation that was found, its line as stored.</summary>
/// <param name="Deployment">Opaque id.</param>
/// <param name="Name">The deployment's name.</param>
/// <param name="RecordedAt">When its segment was recorded.</param>
/// <param name="Line">A JSON object, UTF-8.</param>
internal sealed record FoundObservation(
    ObservationAddress Address,
    string Deployment,
    string Name,
    DateTimeOffset RecordedAt,
    ReadOnlyMemory<byte> Line)
{
    /// <summary>What the line says.</summary>
    public Observation Read() => JsonSerializer.Deserialize(Line.Span, ObservationJson.Default.Observation)!;
}
