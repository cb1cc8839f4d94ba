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

    /// <summary>OTLP over gRPC.</summary>
    OtlpGrpc,
}

/// <summary>
/// Opens the ports, on loopback unless told otherwise, and tells requests apart by the port they came to.
/// </summary>
internal static class Doors
{
    internal const string AddressKey = "Ports:Address";
    internal const string WebKey = "Ports:Web";
    internal const string OtlpHttpKey = "Ports:OtlpHttp";
    internal const string OtlpGrpcKey = "Ports:OtlpGrpc";

    private const int DefaultWeb = 8080;
    private const int DefaultOtlpHttp = 4318;
    private const int DefaultOtlpGrpc = 4317;

    private static readonly object s_item = new();
    private static readonly Door[] s_web = [Door.Web];

    /// <summary>Settings that take a free port for each door.</summary>
    internal static IReadOnlyList<string> AnyPorts { get; } =
        [$"--{WebKey}=0", $"--{OtlpHttpKey}=0", $"--{OtlpGrpcKey}=0"];

    internal static void OpenDoors(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var address = IPAddress.Parse(configuration[AddressKey] ?? IPAddress.Loopback.ToString());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, configuration.GetValue(WebKey, DefaultWeb), Mark(Door.Web));
            kestrel.Listen(address, configuration.GetValue(OtlpHttpKey, DefaultOtlpHttp), Mark(Door.OtlpHttp));
            kestrel.Listen(
                address,
                configuration.GetValue(OtlpGrpcKey, DefaultOtlpGrpc),
                Mark(Door.OtlpGrpc, HttpProtocols.Http2));
        });
    }

    /// <summary>The endpoints of <paramref name="group"/> answer only at these ports.</summary>
    internal static TBuilder OnlyThrough<TBuilder>(this TBuilder group, params Door[] doors)
        where TBuilder : IEndpointConventionBuilder => group.WithMetadata(new DoorsOf(doors));

    /// <summary>
    /// Answers 404 to what is asked at the wrong port; endpoints that name no port belong to the web's.
    /// </summary>
    internal static void KeepDoors(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.IsBehindTheDoorOf(context))
            return next(context);
        context.SetEndpoint(null);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>Whether an endpoint answers at the port that a request came to.</summary>
    internal static bool IsBehindTheDoorOf(this Endpoint endpoint, HttpContext context) =>
        Of(context) is not { } came || (endpoint.Metadata.GetMetadata<DoorsOf>()?.Doors ?? s_web).Contains(came);

    /// <summary>The port that a request came to; null without a connection: a test server in memory.</summary>
    internal static Door? Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(s_item, out var door) == true
            ? (Door?)door
            : null;

    // Cleartext HTTP/2 shares no port with HTTP/1.1, and browsers and most exporters speak the latter.
    private static Action<ListenOptions> Mark(
        Door door, HttpProtocols protocols = HttpProtocols.Http1) => listen =>
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Items[s_item] = door;
            return next(connection);
        });
    };

    private sealed record DoorsOf(Door[] Doors);
}
