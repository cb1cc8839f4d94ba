using System.Collections.Concurrent;
using System.Globalization;
using Governance.Domain;

namespace Governance.Server.Intake.Mapping;

/// <summary>Whose observation it is.</summary>
/// <param name="Deployment">Opaque and ours.</param>
/// <param name="Name">What its senders call it, and the key under which gateways ask for its decision.</param>
/// <param name="Environment">Lower case; <c>unspecified</c> where not stated.</param>
/// <param name="Service">The service as its resource names it, <c>namespace/name</c>.</param>
internal sealed record Sender(DeploymentId Deployment, string Name, string Environment, string? Service);

/// <summary>Recognises senders by their resource.</summary>
internal sealed class Senders(InstallationKey key, SenderNames names)
{
    /// <summary>Where the resource states no environment.</summary>
    public const string UnspecifiedEnvironment = "unspecified";

    /// <summary>Senders remembered; past it the answer is computed anew each time, which costs a microsecond.</summary>
    private const int MaxRemembered = 10_000;

    // Bounded by MaxRemembered.
    private readonly ConcurrentDictionary<Sender, Sender> _known = new();

    /// <summary>
    /// By <c>governance.deployment.id</c>, else by service and environment. Production is what a service's plain
    /// name means, so a sender that adds its deployment id later stays the same deployment. A record that names its own
    /// deployment or environment, as vocabularies without resources of their own do, is taken at its word. A name
    /// that a registered deployment has claimed means that deployment.
    /// </summary>
    public Sender Of(FieldSlots resource, FieldSlots? record = null)
    {
        var environment = (Said(Field.Environment) ?? UnspecifiedEnvironment).ToLower(CultureInfo.InvariantCulture);
        var service = resource.Text(Field.ServiceName);
        if (resource.Text(Field.ServiceNamespace) is { } space && service is not null)
            service = $"{space}/{service}";
        var name = Said(Field.Deployment) ?? NameOf(service ?? "unknown_service", environment);
        var asked = new Sender(default, name, environment, service);
        if (_known.TryGetValue(asked, out var known))
            return names.Resolve(known);
        var sender = asked with { Deployment = key.DeploymentOf(name) };
        if (_known.Count < MaxRemembered)
            _known[asked] = sender;
        return names.Resolve(sender);

        string? Said(Field field) => record?.Text(field) ?? resource.Text(field);
    }

    private static string NameOf(string service, string environment) =>
        environment is UnspecifiedEnvironment or "production" ? service : $"{service}@{environment}";
}
