using Governance.Server.Shell;

namespace Governance.Server.Intake.Grpc;

/// <summary>
/// What every call at the gRPC port has in common: a caller who knows only gRPC is refused in its language too, also
/// for a method that is not there or a key that is not his.
/// </summary>
internal static class GrpcDoor
{
    private const string ContentType = "application/grpc";

    public static void UseGrpcDoor(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Doors.Of(context) is not Door.OtlpGrpc)
        {
            await next(context);
        }
        else if (!IsGrpc(context.Request))
        {
            // What is no gRPC call at all gets an HTTP status, as the protocol asks.
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else
        {
            await next(context);
            if (!context.Response.HasStarted && RefusalOf(context.Response.StatusCode) is { } refusal)
                GrpcAnswer.Refuse(context.Response, refusal);
        }
    });

    private static NotTaken? RefusalOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new(status, "Send a key as Authorization: Bearer."),
        StatusCodes.Status403Forbidden => new(status, "This key may not send behaviour."),
        StatusCodes.Status404NotFound => new(StatusCodes.Status501NotImplemented, "There is no such method here."),
        _ => null,
    };

    /// <summary>True for <c>application/grpc</c> and <c>application/grpc+proto</c>, the one format here.</summary>
    private static bool IsGrpc(HttpRequest request)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        return string.Equals(type, ContentType, StringComparison.OrdinalIgnoreCase)
            || string.Equals(type, ContentType + "+proto", StringComparison.OrdinalIgnoreCase);
    }
}
