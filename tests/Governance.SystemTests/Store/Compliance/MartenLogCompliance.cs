using System.Text.Json.Nodes;
using Governance.SystemTests.Fixture;
using Npgsql;
using NpgsqlTypes;

namespace Governance.SystemTests.Store.Compliance;

/// <summary>Another process that appends as Marten does: by mt_quick_append_events, each save a transaction.</summary>
public sealed class MartenLogCompliance : LogCompliance
{
    protected override ILog Open(TestDatabase database) => new Log(NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = database.Schema }));

    private sealed class Log(NpgsqlDataSource database) : ILog
    {
        private const string UnexpectedVersion = "MT003";

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public async Task<long?> AppendAsync(string stream, long? expected, params (Guid Id, string Json)[] facts)
        {
            await using var append = database.CreateCommand(
                """
                select mt_quick_append_events($1::varchar, null::varchar, '*DEFAULT*'::varchar, $2::uuid[],
                    $3::varchar[], $4::varchar[], $5::jsonb[], $6::bytea[], $7::timestamptz[], $8::bigint)
                """);
            append.Parameters.AddWithValue(stream);
            append.Parameters.AddWithValue(facts.Select(fact => fact.Id).ToArray());
            append.Parameters.AddWithValue(facts.Select(_ => "thing.happened").ToArray());
            append.Parameters.AddWithValue(facts.Select(_ => "Thing, Test").ToArray());
            append.Parameters.AddWithValue(
                NpgsqlDbType.Array | NpgsqlDbType.Jsonb, facts.Select(fact => fact.Json).ToArray());
            append.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bytea, new byte[]?[facts.Length]);
            append.Parameters.AddWithValue(
                facts.Select(_ => DateTimeOffset.UnixEpoch.AddDays(20_000).UtcDateTime).ToArray());
            append.Parameters.AddWithValue(NpgsqlDbType.Bigint, expected ?? (object)DBNull.Value);
            try
            {
                return ((long[])(await append.ExecuteScalarAsync(Ct))!)[0];
            }
            catch (PostgresException refused) when (refused.SqlState == UnexpectedVersion)
            {
                return null;
            }
        }

        public async Task ArchiveAsync(string stream)
        {
            await using var archive = database.CreateCommand("select mt_archive_stream($1)");
            archive.Parameters.AddWithValue(stream);
            await archive.ExecuteNonQueryAsync(Ct);
        }

        public Task<IReadOnlyList<LogFact>> FetchAsync(string stream) => SelectAsync($"where stream_id = '{stream}'");

        public Task<IReadOnlyList<LogFact>> ReadAllAsync() => SelectAsync("");

        public ValueTask DisposeAsync() => database.DisposeAsync();

        private async Task<IReadOnlyList<LogFact>> SelectAsync(string where)
        {
            await using var select = database.CreateCommand(
                $"select seq_id, stream_id, version, id, data::text from mt_events {where} order by seq_id");
            await using var reader = await select.ExecuteReaderAsync(Ct);
            var facts = new List<LogFact>();
            while (await reader.ReadAsync(Ct))
            {
                facts.Add(new LogFact(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetGuid(3),
                    JsonNode.Parse(reader.GetString(4))));
            }

            return facts;
        }
    }
}
