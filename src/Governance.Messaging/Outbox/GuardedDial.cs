using System.Net;
using System.Net.Sockets;

namespace Governance.Messaging.Outbox;

/// <summary>The name is allowed, but nothing it points to is.</summary>
internal sealed class AddressRefusedException(string host, IPAddress? address) : IOException(
    address is null ? $"{host} has no address" : $"{host} points to {address}, which is not allowed");

/// <summary>
/// Connects to an address that was judged, never to a name: between a judgement and a connection by name the answer of
/// the name server may change (DNS rebinding).
/// </summary>
internal sealed class GuardedDial(AllowedHosts hosts, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="AddressRefusedException">No address of the name may be connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, ct);
        var allowed = addresses.Where(hosts.Allows).ToArray();
        if (allowed.Length == 0)
            throw new AddressRefusedException(host, addresses.FirstOrDefault());
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
