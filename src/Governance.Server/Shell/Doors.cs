using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Governance.Server.Shell;

/// <summary>
/// Which of the server's ports a connection came through. What belongs to one is not found at the other.
/// </summary>
internal enum Door
{
    /// <summary>Pages, API, decisions, the log, metrics.</summary>
    Web,

    /// <summary>OTLP over HTTP.</summary>
    OtlpHttp,
}

/// <summary>
/// Opens the ports, on loopback unless told otherwise, and tells requests apart by the port they came to.
/// </summary>
internal static class Doors
{
    internal const string AddressKey = "Ports:Address";
    internal const string WebKey = "Ports:Web";
    internal const string OtlpHttpKey = "Ports:OtlpHttp";

    private const int DefaultWeb = 8080;
    private const int DefaultOtlpHttp = 4318;

    private static readonly object s_item = new();

    internal static void OpenDoors(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var address = IPAddress.Parse(configuration[AddressKey] ?? IPAddress.Loopback.ToString());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, configuration.GetValue(WebKey, DefaultWeb), Mark(Door.Web));
            kestrel.Listen(address, configuration.GetValue(OtlpHttpKey, DefaultOtlpHttp), Mark(Door.OtlpHttp));
        });
    }

    /// <summary>The endpoints of <paramref name="group"/> answer only at one port.</summary>
    internal static TBuilder OnlyThrough<TBuilder>(this TBuilder group, Door door)
        where TBuilder : IEndpointConventionBuilder => group.WithMetadata(new DoorOf(door));

    /// <summary>
    /// Answers 404 to what is asked at the wrong port; endpoints that name no port belong to the web's.
    /// </summary>
    internal static void KeepDoors(this WebApplication app) => app.Use((context, next) =>
    {
        var endpoint = context.GetEndpoint();
        var belongs = endpoint?.Metadata.GetMetadata<DoorOf>()?.Door ?? Door.Web;
        if (endpoint is not null && Of(context) is { } came && came != belongs)
        {
            context.SetEndpoint(null);
        }

        return next(context);
    });

    /// <summary>Null where there is no connection: an in-memory test server has no ports.</summary>
    private static Door? Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(s_item, out var door) == true
            ? (Door?)door
            : null;

    private static Action<ListenOptions> Mark(Door door) => listen =>
    {
        // Cleartext HTTP/2 shares no port with HTTP/1.1, and browsers and exporters both speak the latter.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Items[s_item] = door;
            return next(connection);
        });
    };

    private sealed record DoorOf(Door Door);
}
