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

    /// <summary>A fresh one-time link per person, and what that person should look at.</summary>
    internal async Task InviteAsync(
        Uri server, string incident, string rollout, TextWriter output, CancellationToken stop)
    {
        (string Who, string See)[] invitations =
        [
            (Officer.Word, $"/incidents/{incident}: why the alarm, who was paged, and the rollback's observed effect"),
            (Approver.Word, $"/rollouts/{rollout}: two pairs of eyes, the stages, and the way back"),
            (Auditor.Word, "/audit: the altered approval, named; check any other fact's proof in your browser"),
        ];
        await output.WriteLineAsync($"\nThe console is at {server}. Each link signs one person in, once:");
        foreach (var (who, see) in invitations)
        {
            var link = await _links.CreateAsync(_ids[who], ct: stop);
            await output.WriteLineAsync($"  {who,-24} {new Uri(server, link)}\n  {string.Empty,-24} see {see}");
        }
    }

    public void Dispose()
    {
        Author.Dispose();
        Approver.Dispose();
        Officer.Dispose();
        Auditor.Dispose();
    }
}
