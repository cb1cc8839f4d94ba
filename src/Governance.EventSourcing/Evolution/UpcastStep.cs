using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.EventSourcing.Evolution;

/// <summary>
/// One step of an event's schema, from one version to the next. Between steps a payload is JSON or an object,
/// whichever the last step made.
/// </summary>
internal abstract record UpcastStep
{
    public abstract object Raise(object payload, JsonSerializerOptions json);

    /// <summary>A payload as the type that the next step, or the reader, wants.</summary>
    public static object To(Type type, object payload, JsonSerializerOptions json) => payload switch
    {
        JsonNode node => node.Deserialize(type, json) ?? throw new JsonException("The payload is null."),
        _ when type.IsInstanceOfType(payload) => payload,
        _ => JsonSerializer.SerializeToNode(payload, payload.GetType(), json).Deserialize(type, json)!,
    };

    public sealed record OfJson(Func<JsonNode, JsonNode> Change) : UpcastStep
    {
        public override object Raise(object payload, JsonSerializerOptions json) =>
            Change(payload as JsonNode ?? JsonSerializer.SerializeToNode(payload, payload.GetType(), json)!);
    }

    public sealed record OfType<TOld, TNew>(Func<TOld, TNew> Change) : UpcastStep
        where TOld : notnull
        where TNew : notnull
    {
        public override object Raise(object payload, JsonSerializerOptions json) =>
            Change((TOld)To(typeof(TOld), payload, json));
    }
}
