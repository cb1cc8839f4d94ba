using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>How orders to stop are named and folded.</summary>
public static class OversightStreams
{
    /// <summary>Stream <c>halt-{id}</c>.</summary>
    public static StreamOf<Halt, HaltEvent> Halt { get; } =
        new("halt", Domain.Oversight.Halt.Initial, Domain.Oversight.Halt.Evolve);

    /// <summary>The halt whose stream a fact lies in.</summary>
    public static HaltId HaltOf(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return new HaltId(fact.IdIn(Halt.Prefix));
    }

    /// <summary>The page that stops a deployment and shows what became of it.</summary>
    public static string PageOf(string deploymentName) => $"/models/{Uri.EscapeDataString(deploymentName)}/stop";
}
