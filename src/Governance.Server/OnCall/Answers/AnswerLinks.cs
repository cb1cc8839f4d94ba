using Governance.Domain;
using Governance.Postgres;
using Governance.Server.Access;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.OnCall.Answers;

/// <summary>Whom a link in a page was sent to, and what about.</summary>
internal sealed record Answering(PersonId Person, IncidentId Incident);

/// <summary>
/// Links in pages by which the paged person acknowledges once, without signing in: whoever holds the page holds the
/// link. Only a hash is kept; opening the link shows a button, so that a mail scanner does not use it up.
/// </summary>
internal sealed class AnswerLinks(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>A page is answered in the same night or by somebody else.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>The path of a new link, and its row for the commit of the page.</summary>
    public (string Path, JoinedWrite Row) Create(PersonId person, IncidentId incident)
    {
        var secret = Secret.Create("");
        return ($"/answer/{secret.Text}", new JoinedWrite(Sql.Of<AnswerLinks>("insert_answer_link"),
        [
            JoinedValue.Of(secret.Hash(), NpgsqlDbType.Bytea),
            JoinedValue.Of(person.Value, NpgsqlDbType.Text),
            JoinedValue.Of(incident.Value, NpgsqlDbType.Text),
            JoinedValue.Of(clock.GetUtcNow() + Life, NpgsqlDbType.TimestampTz),
        ]));
    }

    /// <summary>What the link is for, without using it; null when it is spent, expired or invented.</summary>
    public Task<Answering?> LookAsync(string token, CancellationToken ct) => RunAsync("find_answer_link", token, ct);

    /// <summary>Uses the link up; of two that try, one gets it.</summary>
    public Task<Answering?> UseAsync(string token, CancellationToken ct) => RunAsync("use_answer_link", token, ct);

    private async Task<Answering?> RunAsync(string statement, string token, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<AnswerLinks>(statement));
        command.Parameters.Add(new() { Value = new Secret(token).Hash() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new Answering(new PersonId(rows.GetString(0)), new IncidentId(rows.GetString(1)))
            : null;
    }
}
