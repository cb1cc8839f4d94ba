using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Access.Keys;
using Governance.Server.Shell;

namespace Governance.Server.Demo;

/// <summary>The people of the story, each signed in over HTTP, and the key its gateways carry.</summary>
internal sealed class Cast : IDisposable
{
    private static readonly Actor s_casting = Actor.Part("demonstration");

    private readonly Dictionary<string, PersonId> _ids = [];
    private readonly SignInLinks _links;

    private Cast(SignInLinks links) => _links = links;

    /// <summary>Registers v2 and plans its rollout.</summary>
    internal required Persona Author { get; init; }

    /// <summary>The second pair of eyes.</summary>
    internal required Persona Approver { get; init; }

    internal required Persona Officer { get; init; }

    internal required Persona Auditor { get; init; }

    internal required string GatewayKey { get; init; }

    internal static async Task<Cast> GatherAsync(RunningServer server, CancellationToken stop)
    {
        var people = server.Services.GetRequiredService<People>();
        var links = server.Services.GetRequiredService<SignInLinks>();
        var ids = new Dictionary<string, PersonId>();
        async Task<Persona> Enter(string name, Role role)
        {
            var (_, id) = await people.RegisterAsync(name.Replace(' ', '-'), name, [role], s_casting, stop);
            ids[name] = id;
            return await Persona.SignInAsync(name, server.Web, await links.CreateAsync(id, ct: stop), stop);
        }

        var (_, key) = await server.Services.GetRequiredService<ApiKeys>()
            .IssueAsync("gateways of the demonstration", Role.Gateway, s_casting, stop);
        var cast = new Cast(links)
        {
            Author = await Enter("release manager", Role.ReleaseManager),
            Approver = await Enter("second release manager", Role.ReleaseManager),
            Officer = await Enter("safety officer", Role.SafetyOfficer),
            Auditor = await Enter("external auditor", Role.Auditor),
            GatewayKey = key,
        };
        foreach (var (name, id) in ids)
        {
            cast._ids[name] = id;
        }

        return cast;
    }

    /// <summary>A fresh one-time link of the person who is called <paramref name="who"/>.</summary>
    internal async Task<string> InviteAsync(Persona who, CancellationToken stop) =>
        await _links.CreateAsync(_ids[who.Word], ct: stop);

    public void Dispose()
    {
        Author.Dispose();
        Approver.Dispose();
        Officer.Dispose();
        Auditor.Dispose();
    }
}
