using System.Text.Json;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Tables;
using NpgsqlTypes;

namespace Governance.Benchmarks.Store;

/// <summary>What a stream's inferences have cost so far.</summary>
internal sealed record TokenTotal(string Stream, long Inferences, long InputTokens, long LastPosition);

/// <summary>One row a stream, from a number inside each payload.</summary>
internal sealed class TokenTotals : SingleStreamProjection<TokenTotal>
{
    public override string Name => "TokenTotals";

    public override IReadOnlyCollection<string>? Types { get; } = ["inference.recorded"];

    protected override ProjectionTable<TokenTotal> Table { get; } = new ProjectionTable<TokenTotal>(
        "token_totals",
        [
            """
            create table if not exists {table} (
                stream text primary key, inferences bigint, input_tokens bigint, last_position bigint)
            """,
        ],
        row => new TokenTotal(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)))
        .With("stream", NpgsqlDbType.Text, row => row.Stream)
        .With("inferences", NpgsqlDbType.Bigint, row => row.Inferences)
        .With("input_tokens", NpgsqlDbType.Bigint, row => row.InputTokens)
        .With("last_position", NpgsqlDbType.Bigint, row => row.LastPosition);

    protected override TokenTotal Evolve(TokenTotal? row, RecordedEvent recorded) => new(
        recorded.StreamId,
        (row?.Inferences ?? 0) + 1,
        (row?.InputTokens ?? 0) + InputTokens(recorded.Data.Span),
        recorded.Position);

    private static long InputTokens(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("inputTokens"u8))
                return json.Read() ? json.GetInt64() : 0;
        }

        return 0;
    }
}
