using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Clocks.Acts;

/// <summary>What is answered to an act on an incident's clocks.</summary>
internal static class ClockAnswer
{
    /// <summary>200 with the position and what runs; a refusal as problem details.</summary>
    public static IResult ToProgram(Outcome<RegulatoryClocks>? outcome) => outcome?.Match(
        done => Results.Ok(Body(done.Position, done.State)),
        same => Results.Ok(Body(same.Position, same.State)),
        Refused) ?? Problems.NotFound("such incident or clock");

    /// <summary>Back to the incident's clocks, which show the act already.</summary>
    public static IResult ToPerson(IncidentId id, Outcome<RegulatoryClocks>? outcome, string? page = null) =>
        outcome?.Match(
            done => Shell.Acts.SeeOther(page ?? ClockStreams.PageOf(id), done.Position),
            same => Shell.Acts.SeeOther(page ?? ClockStreams.PageOf(id), same.Position),
            Refused) ?? Problems.NotFound("such incident or clock");

    private static IResult Refused(Refusal refusal) => refusal switch
    {
        TextMissing or TextTooLong or TextUnseen or NothingHappened or TimeAhead or SentBeforeStart =>
            Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity),
        IncidentNotOpen or ClockUnknown => Problems.NotFound("such incident or clock"),
        _ => Problems.Refused(refusal),
    };

    private static object Body(long position, RegulatoryClocks clocks) => new
    {
        position,
        running = clocks.Clocks.Where(clock => clock.IsRunning).Select(clock => clock.Started.Clock),
    };
}
