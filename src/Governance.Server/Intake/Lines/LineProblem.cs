namespace Governance.Server.Intake.Lines;

/// <summary>Why one line was not taken.</summary>
/// <param name="Line">Counted from 1; in batch JSON the record.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people; never a word of what the line says.</param>
internal sealed record LineProblem(int Line, string Code, string Message)
{
    public static LineProblem NotAnObject(int line) => new(
        line, "not_an_object", $"It is no JSON object, or one nested deeper than {LinesMapper.MaxDepth}.");

    public static LineProblem TooLong(int line) => new(
        line, "too_long", $"It is longer than {LinesMapper.MaxLineBytes} bytes.");

    public static LineProblem NoKind(int line) => new(line, "no_kind", "It has no \"kind\".");

    public static LineProblem NoBatch(int line) => new(
        line, "no_batch", "No line of kind batch before it names the deployment.");

    public static LineProblem NoDeployment(int line) => new(
        line, "no_deployment", "A batch needs \"deployment\"; the lines after it belong to nobody.");

    public static LineProblem NoTime(int line) => new(
        line, "no_time", "It has no usable \"time\": RFC 3339 with an offset, or milliseconds since 1970.");
}
