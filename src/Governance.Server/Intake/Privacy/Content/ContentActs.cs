using Governance.Domain;
using Governance.Domain.Intake.Privacy;
using Governance.Postgres;
using Governance.Server.Pipeline;
using NpgsqlTypes;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>Allows, ends, reads and erases content: the fact always comes before what it tells of.</summary>
internal sealed class ContentActs(
    Transactor transactor,
    ContentConsents consents,
    ContentTable table,
    ContentVault vault,
    PseudonymKeys pseudonyms,
    InstallationKey installation,
    TimeProvider clock)
{
    /// <summary>The stream of erasures, which are of no one deployment.</summary>
    private const string Erasures = "erasures";

    private static readonly Actor s_retention = Actor.Part("content-retention");

    private static readonly StreamOf<ContentKeeping, ContentEvent> s_stream =
        new("content", ContentKeeping.Initial, ContentKeeping.Evolve);

    /// <summary>A deployment's state.</summary>
    public async Task<ContentKeeping> ReadAsync(DeploymentId deployment, CancellationToken ct) =>
        (await transactor.ReadAsync(s_stream, deployment.Value, ct)).State;

    /// <summary>Keeps a deployment's content from now on; other nodes follow within seconds.</summary>
    public async Task<Outcome<ContentKeeping>> AllowAsync(
        string deployment, int days, Actor by, string reason, CancellationToken ct)
    {
        var id = installation.DeploymentOf(deployment);
        var row = new JoinedWrite(
            Sql.Of<ContentActs>("upsert_consent"),
            [
                JoinedValue.Of(id.Value, NpgsqlDbType.Text), JoinedValue.Of(deployment, NpgsqlDbType.Text),
                JoinedValue.Of(days, NpgsqlDbType.Integer), JoinedValue.Of(reason, NpgsqlDbType.Text),
                JoinedValue.Of(by.Id, NpgsqlDbType.Text), JoinedValue.At,
            ]);
        var outcome = await transactor.TransactAsync(
            s_stream,
            id.Value,
            (keeping, now) => new AllowContent(days, by, reason).Decide(keeping, now),
            by,
            new Effects { Writes = [row] },
            ct);
        await consents.RefreshAsync(ct);
        return outcome;
    }

    /// <summary>Keeps none any more; what was kept goes at the next look of the retention.</summary>
    public async Task<Outcome<ContentKeeping>> EndAsync(
        DeploymentId deployment, Actor by, string reason, CancellationToken ct)
    {
        var row = new JoinedWrite(
            Sql.Of<ContentActs>("delete_consent"), [JoinedValue.Of(deployment.Value, NpgsqlDbType.Text)]);
        var outcome = await transactor.TransactAsync(
            s_stream,
            deployment.Value,
            (keeping, now) => new EndContent(by, reason).Decide(keeping, now),
            by,
            new Effects { Writes = [row] },
            ct);
        await consents.RefreshAsync(ct);
        return outcome;
    }

    /// <summary>The reading is in the log before anybody sees a word; null content is erased.</summary>
    public async Task<(Outcome<ContentKeeping> Outcome, string? Content)> RevealAsync(
        DeploymentId deployment, ObservationAddress address, SealedContent content, Actor by, string reason,
        CancellationToken ct)
    {
        var command = new RevealContent(NewId(), address, by, reason);
        var outcome = await transactor.TransactAsync(
            s_stream, deployment.Value, (keeping, now) => command.Decide(keeping, now), by, ct: ct);
        return (outcome, outcome.Refusal is null ? vault.Open(content.Box) : null);
    }

    /// <summary>
    /// Erases the content of a user, by the name that senders use or by a pseudonym, under every key that is left: the
    /// person's keys are destroyed, and the rows deleted, also those whose trace told only later whose they are.
    /// </summary>
    public async Task<Outcome<ContentKeeping>> EraseAsync(string user, Actor by, string reason, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Outcome<ContentKeeping>.Refused(new PrivacyReasonMissing());
        var erased = 0;
        List<string> persons = [.. pseudonyms.OfUser(user), user];
        foreach (var pseudonym in persons)
        {
            if (await vault.ErasePersonAsync(pseudonym, by, ct))
                erased++;
        }
        await table.DeleteAsync(persons, ct);
        var command = new RecordErasure(NewId(), erased, by, reason);
        return await transactor.TransactAsync(
            s_stream, Erasures, (keeping, now) => command.Decide(keeping, now), by, ct: ct);
    }

    /// <summary>Erases and deletes what is kept long enough, and all of deployments that may keep none.</summary>
    public async Task RetireAsync(CancellationToken ct)
    {
        var kept = (await consents.RefreshAsync(ct)).ToDictionary(one => one.Deployment, one => one.RetainDays);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var (deployment, day) in await table.DaysAsync(ct))
        {
            if (kept.TryGetValue(deployment, out var days) && day.AddDays(days) >= today)
                continue;
            await vault.EraseDayAsync(deployment, day, s_retention, ct);
            await table.DeleteAsync(deployment, day, ct);
        }
    }

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("n");
}
