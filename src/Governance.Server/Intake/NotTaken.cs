using Governance.Postgres;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake;

/// <summary>Why a request is not taken, in the words of both doors.</summary>
/// <param name="Status">HTTP status. Clients send again after 429, 502, 503 and 504, and drop after any other.</param>
/// <param name="Message">For the sender's log; it never quotes the body.</param>
/// <param name="RetryAfter">When to come again; null: the same bytes will be refused again.</param>
internal sealed record NotTaken(int Status, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// The same in gRPC's numbers. RESOURCE_EXHAUSTED without a time to retry says that a smaller request may pass.
    /// </summary>
    public RpcCode Code => Status switch
    {
        StatusCodes.Status401Unauthorized => RpcCode.Unauthenticated,
        StatusCodes.Status403Forbidden => RpcCode.PermissionDenied,
        StatusCodes.Status408RequestTimeout => RpcCode.DeadlineExceeded,
        StatusCodes.Status413PayloadTooLarge => RpcCode.ResourceExhausted,
        StatusCodes.Status501NotImplemented => RpcCode.Unimplemented,
        StatusCodes.Status503ServiceUnavailable => RpcCode.Unavailable,
        >= StatusCodes.Status500InternalServerError => RpcCode.Internal,
        _ => RpcCode.InvalidArgument,
    };

    /// <summary>What an error means to the sender; null for a defect of ours, which is not his to know.</summary>
    public static NotTaken? Of(Exception error) => error switch
    {
        RequestBodyException refused => new(refused.Status, refused.Message),
        OtlpFormatException malformed => new(StatusCodes.Status400BadRequest, malformed.Message),
        BadHttpRequestException broken => new(broken.StatusCode, "The body did not come as it was announced."),
        TimeoutException => NotYet,
        _ when StoreUnavailableException.Describes(error) => NotYet,
        _ => null,
    };

    private static NotTaken NotYet { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "Not stored yet. Send it again.",
        StoreUnavailableException.RetryAfter);
}
