using Governance.Domain;

namespace Governance.Server.Shell.Errors;

/// <summary>
/// How every "no" and every failure is answered: RFC 9457 problem details with a stable code for programs and
/// scripts, a page with the same words for people without script.
/// </summary>
public static class Problems
{
    /// <summary>A business "no": 409 unless the caller knows better (422 for what could never be accepted).</summary>
    public static IResult Refused(Refusal refusal, int status = StatusCodes.Status409Conflict)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new ProblemAnswer(status, refusal.Code, "That is not possible now", refusal.Detail);
    }

    /// <summary>The input could not be accepted: 422, e.g. a confirmation that does not match.</summary>
    public static IResult Invalid(string code, string detail) =>
        new ProblemAnswer(StatusCodes.Status422UnprocessableEntity, code, "Please check what you entered", detail);

    /// <summary>Nothing is there: 404.</summary>
    public static IResult NotFound(string what) =>
        new ProblemAnswer(StatusCodes.Status404NotFound, "not_found", "Not found", $"There is no {what}.");

    /// <summary>Any other failure with a stable code.</summary>
    public static IResult Of(int status, string code, string title, string detail) =>
        new ProblemAnswer(status, code, title, detail);

    /// <summary>What a typed confirmation must say; null when it does, else the 422 to return.</summary>
    public static IResult? Unconfirmed(string? typed, string expected) =>
        string.Equals(typed?.Trim(), expected, StringComparison.Ordinal)
            ? null
            : Invalid("not_confirmed", $"Type {expected} exactly to confirm.");

    /// <summary>Grave acts say why; null when this one does, else the 422 to return.</summary>
    public static IResult? Unexplained(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? Invalid("reason_missing", "Say why: the reason is kept with the act.")
        : null;
}
