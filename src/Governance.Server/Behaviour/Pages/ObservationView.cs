using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Index;
using Governance.Server.Behaviour.Reading;
using Governance.Transparency.Merkle;

namespace Governance.Server.Behaviour.Pages;

/// <summary>What the page of one observation shows.</summary>
public sealed record ObservationView
{
    internal ObservationView(ShelvedObservation one, ObservationProof proof) =>
        (One, Proof, Fields) = (one, proof, [.. FieldsOf(one)]);

    internal ShelvedObservation One { get; }

    internal ObservationProof Proof { get; }

    /// <summary>Everything that its line says, in its order.</summary>
    internal IReadOnlyList<ObservationField> Fields { get; }

    internal Observation Seen => One.Seen;

    /// <summary>Whether leaf and path lead to the root that the header names.</summary>
    internal bool IsInSegment => Proof.Root is { } root
        && TreeHash.TryParseBase64(One.Segment.Header.Root, out var named) && root == named;

    private static IEnumerable<ObservationField> FieldsOf(ShelvedObservation one)
    {
        using var line = JsonDocument.Parse(one.Line);
        foreach (var member in line.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Object)
            {
                yield return ObservationField.Of(member.Name, member.Value);
                continue;
            }

            var name = ObservationField.NameOf(member.Name);
            foreach (var inner in member.Value.EnumerateObject())
                yield return new ObservationField($"{name}, {inner.Name}", ObservationField.TextOf(inner.Value));
        }
    }
}

/// <summary>One thing that an observation says.</summary>
/// <param name="Name">In words: <c>Model version</c>.</param>
/// <param name="Alike">The search for all that say the same; null where that makes no sense.</param>
internal sealed record ObservationField(string Name, string Value, string? Alike = null)
{
    internal static ObservationField Of(string member, JsonElement value)
    {
        var text = TextOf(value);
        var field = SearchField.All.FirstOrDefault(field => field.Member == member && field.IsIndexed);
        return new ObservationField(
            NameOf(member), text, field is null ? null : BehaviourLinks.Found([(field.Word, text)]));
    }

    internal static string TextOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    internal static string NameOf(string member) => string.Concat(member.Select((c, at) =>
        at == 0 ? $"{char.ToUpperInvariant(c)}" : char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
