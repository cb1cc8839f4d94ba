using Governance.Domain;
using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>Sealed content by its observation's address.</summary>
internal sealed class ContentTable(NpgsqlDataSource database)
{
    /// <summary>
    /// The rows of an append, in its own commit: <paramref name="segments"/> in the order of their headers, each with
    /// the content of its observations by index.
    /// </summary>
    public static IEnumerable<JoinedWrite> Rows(
        IReadOnlyList<(string Deployment, IReadOnlyList<KeptContent?> Contents)> segments)
    {
        var kept = (
            from segment in segments.Index()
            from content in segment.Item.Contents.Index()
            where content.Item is not null
            select (Segment: segment.Index, content.Index, segment.Item.Deployment, Content: content.Item)).ToList();
        if (kept.Count == 0)
            yield break;
        yield return new JoinedWrite(
            Sql.Of<ContentTable>("insert_content"),
            [
                JoinedValue.PositionOf(0),
                Array(kept.Select(one => one.Segment), NpgsqlDbType.Integer),
                Array(kept.Select(one => one.Index), NpgsqlDbType.Integer),
                Array(kept.Select(one => one.Deployment), NpgsqlDbType.Text),
                Array(kept.Select(one => one.Content.Sealed.Day), NpgsqlDbType.Date),
                Array(kept.Select(one => one.Content.Person), NpgsqlDbType.Text),
                Array(kept.Select(one => one.Content.Sealed.Box), NpgsqlDbType.Text),
            ]);
    }

    /// <summary>An observation's content and whose it is, or null.</summary>
    public async Task<(DeploymentId Deployment, SealedContent Content)?> FindAsync(
        ObservationAddress address, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContentTable>("find_content"));
        command.Parameters.Add(new() { Value = address.Position });
        command.Parameters.Add(new() { Value = address.Index });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? (new DeploymentId(rows.GetString(0)), new(rows.GetFieldValue<DateOnly>(1), rows.GetString(2)))
            : null;
    }

    /// <summary>Every deployment's days of which something is kept, the oldest first.</summary>
    public async Task<IReadOnlyList<(DeploymentId Deployment, DateOnly Day)>> DaysAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContentTable>("list_content_days"));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var days = new List<(DeploymentId, DateOnly)>();
        while (await rows.ReadAsync(ct))
            days.Add((new DeploymentId(rows.GetString(0)), rows.GetFieldValue<DateOnly>(1)));
        return days;
    }

    /// <summary>Deletes a deployment's day.</summary>
    public async Task DeleteAsync(DeploymentId deployment, DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContentTable>("delete_content_day"));
        command.Parameters.Add(new() { Value = deployment.Value });
        command.Parameters.Add(new() { Value = day });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes what these pseudonyms said; answers how many rows that were.</summary>
    public async Task<int> DeleteAsync(IReadOnlyList<string> persons, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ContentTable>("delete_content_of_person"));
        command.Parameters.Add(new() { Value = persons.ToArray() });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static JoinedValue Array<T>(IEnumerable<T> values, NpgsqlDbType type) =>
        JoinedValue.Of(values.ToArray(), NpgsqlDbType.Array | type);
}
