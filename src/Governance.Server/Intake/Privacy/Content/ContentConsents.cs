using System.Collections.Frozen;
using Governance.Domain;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>Whose content is kept, by whom, why and for how long.</summary>
public sealed record ContentConsent(
    DeploymentId Deployment, string Sender, int RetainDays, string Reason, string By, DateTimeOffset At);

/// <summary>
/// Which deployments' content is kept, as of a few seconds ago. Asked for every record, so it is at hand; while nobody
/// has allowed anything, which is the default, the answer costs nothing.
/// </summary>
internal sealed class ContentConsents(NpgsqlDataSource database)
{
    // Bounded by the deployments that somebody allowed by hand.
    private volatile FrozenDictionary<DeploymentId, ContentConsent> _allowed =
        FrozenDictionary<DeploymentId, ContentConsent>.Empty;

    /// <summary>False while no deployment's content is kept.</summary>
    public bool Any => _allowed.Count > 0;

    /// <summary>True for a deployment whose content is kept.</summary>
    public bool Allow(DeploymentId deployment) => _allowed.ContainsKey(deployment);

    /// <summary>Reads them anew.</summary>
    public async Task<IReadOnlyList<ContentConsent>> RefreshAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContentConsents>("list_consents"));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var consents = new List<ContentConsent>();
        while (await rows.ReadAsync(ct))
        {
            consents.Add(new ContentConsent(
                new DeploymentId(rows.GetString(0)), rows.GetString(1), rows.GetInt32(2), rows.GetString(3),
                rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }
        _allowed = consents.ToFrozenDictionary(one => one.Deployment);
        return consents;
    }
}
