using Governance.Domain.Fleet;
using static Governance.Server.Fleet.Registry.RegistryText;

namespace Governance.Server.Fleet.Registry;

/// <summary>What is said of a deployment when it is registered or edited, as a form or a program sends it.</summary>
/// <param name="Name">As its senders say it: <c>governance.deployment.id</c>, else <c>service.name</c>.</param>
/// <param name="Environment">e.g. production; stored in lower case, as intake reads it.</param>
/// <param name="Owner">Team or role, never a person's name.</param>
/// <param name="Tier">experimental, internal, external or critical; may be left out.</param>
/// <param name="Purpose">One sentence; may be left out.</param>
/// <param name="HeartbeatSeconds">Something is to be heard at least this often; may be left out.</param>
internal sealed record RegistrationBody(
    string? Name, string? Environment, string? Owner, string? Tier, string? Purpose, int? HeartbeatSeconds)
{
    /// <summary>The command, or why these words are none.</summary>
    internal (RegisterDeployment? Command, string? Fault) Read()
    {
        var (name, environment, owner) = (Entered(Name), Entered(Environment)?.ToLowerInvariant(), Entered(Owner));
        var (tier, purpose) = (Entered(Tier), Entered(Purpose));
        var fault = First(
            FaultOfWord("The name", name),
            FaultOfWord("The environment", environment),
            FaultOfWord("The owner", owner),
            FaultOfTier(tier),
            FaultOfText("The purpose", purpose, ProseMax),
            FaultOfHeartbeat(HeartbeatSeconds));
        return fault is not null
            ? (null, fault)
            : (new RegisterDeployment(name!, environment!, owner!)
            {
                Tier = TierOf(tier),
                Purpose = purpose,
                HeartbeatSeconds = HeartbeatSeconds,
            }, null);
    }
}
