using Microsoft.AspNetCore.Diagnostics;

namespace Governance.Server.Shell.Errors;

/// <summary>Gives every bare status code its words.</summary>
internal static class ErrorsSetup
{
    internal static IServiceCollection AddErrors(this IServiceCollection services)
    {
        services.AddExceptionHandler<FailureAnswer>();
        services.AddProblemDetails();
        services.AddSingleton<Nowhere>();
        services.Configure<StatusCodePagesOptions>(options => options.HandleAsync = Say);
        return services;
    }

    private static Task Say(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var (code, title, detail) = Words(status);
        return new ProblemAnswer(status, code, title, detail).ExecuteAsync(context.HttpContext);
    }

    private static (string Code, string Title, string Detail) Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => (
            "bad_request", "The request could not be read",
            "A field is missing or the form is out of date: reload the page."),
        StatusCodes.Status401Unauthorized => (
            "not_signed_in", "Not signed in", "Sign in, or send an API key as Authorization: Bearer … or X-API-Key."),
        StatusCodes.Status403Forbidden => (
            "not_permitted", "Not permitted", "Your role does not include this. An administrator can grant roles."),
        StatusCodes.Status404NotFound => ("not_found", "Not found", "Nothing is at this address."),
        StatusCodes.Status405MethodNotAllowed => (
            "method_not_allowed", "Not possible here", "This address does not take that method."),
        _ => ("failed", "That did not work", $"The answer was {status}."),
    };
}
