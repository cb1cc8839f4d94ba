using Governance.Server.Access.Keys;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Server.Access;

/// <summary>
/// Another site cannot act through a browser's session: whatever a session changes carries the antiforgery token, also
/// where the endpoint reads no form. Keys are no browser's and need none.
/// </summary>
internal sealed class FormGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (IsActOfSession(http) && !await antiforgery.IsRequestValidAsync(http))
        {
            await new ProblemAnswer(
                StatusCodes.Status400BadRequest, "form_out_of_date", "The form is out of date",
                "Reload the page and try again; nothing was changed.").ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private static bool IsActOfSession(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || HttpMethods.IsOptions(http.Request.Method) || ApiKeyAuthentication.Brings(http.Request))
            return false;
        var asked = http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true;
        return asked || http.User.Identity?.IsAuthenticated == true;
    }
}
