using System.Reflection;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>This process among the nodes.</summary>
/// <param name="Home">Machine and data folder: the same after a restart.</param>
/// <param name="Id">
/// One life: two processes that were given one folder are still two, and a restarted one is not taken for the killed
/// one whose leases run out meanwhile.
/// </param>
internal sealed record NodeName(string Home, string Id, string Version, string[] EventTypes)
{
    public static NodeName Of(IConfiguration configuration, TimeProvider clock)
    {
        var home = $"{Environment.MachineName}:{configuration["Data:Folder"]}";
        var life = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var version = typeof(NodeName).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        string[] known =
            [.. Pipeline.EventTypes.All.SelectMany(Pipeline.EventTypes.AliasesOf).Order(StringComparer.Ordinal)];
        return new NodeName(home, $"{home}#{life}", version?.InformationalVersion ?? "unknown", known);
    }
}
