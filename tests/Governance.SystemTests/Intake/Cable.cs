using System.Net;
using System.Net.Sockets;

namespace Governance.SystemTests.Intake;

/// <summary>Stands between server and database, and can be pulled and plugged in again.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();

    // Bounded by the server's connection pool.
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private volatile bool _pulled;

    internal Cable(string host, int port)
    {
        _listener.Start();
        _accepting = Task.Run(() => AcceptAsync(host, port));
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal void Pull()
    {
        _pulled = true;
        lock (_lock)
        {
            _open.ForEach(client => client.Dispose());
            _open.Clear();
        }
    }

    internal void Plug() => _pulled = false;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Pull();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                if (_pulled)
                {
                    client.Dispose();
                    continue;
                }
                var server = new TcpClient();
                await server.ConnectAsync(host, port, _stopping.Token);
                lock (_lock)
                    _open.AddRange([client, server]);
                _ = PassAsync(client, server);
                _ = PassAsync(server, client);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private static async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Pulled, or one end has hung up.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
