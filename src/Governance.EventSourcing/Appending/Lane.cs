using System.Data;
using Npgsql;

namespace Governance.EventSourcing.Appending;

/// <summary>One of the appender's two held connections; its statements stay prepared.</summary>
internal sealed class Lane(NpgsqlDataSource database) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>The connection, opened if it is not; cheap while it is.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken ct) =>
        _connection is { State: ConnectionState.Open } open ? ValueTask.FromResult(open) : OpenAsync(ct);

    /// <summary>Gives a connection up whose state is not known.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        await DisposeAsync();
        return _connection = await database.OpenConnectionAsync(ct);
    }
}
