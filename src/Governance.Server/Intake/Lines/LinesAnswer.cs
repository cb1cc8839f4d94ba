using System.Text.Json;

namespace Governance.Server.Intake.Lines;

/// <summary>What a sender of lines is told, in JSON.</summary>
internal static class LinesAnswer
{
    public const string ContentType = "application/json";

    public const string ProblemType = "application/problem+json";

    /// <summary>How many lines were taken, and why the others were not.</summary>
    public static byte[] Of(LinesRead read) => Write(writer => Counts(writer, read));

    /// <summary>Problem details where no line could be read.</summary>
    public static byte[] Unreadable(LinesRead read) => Write(writer =>
    {
        Problem(writer, StatusCodes.Status400BadRequest, "not_readable", "No line is a JSON object.");
        Counts(writer, read);
    });

    /// <summary>Problem details of a request that was not taken.</summary>
    public static byte[] Of(NotTaken refusal) =>
        Write(writer => Problem(writer, refusal.Status, CodeOf(refusal.Status), refusal.Message));

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "not_these_types",
        StatusCodes.Status503ServiceUnavailable => "not_stored",
        _ => "not_readable",
    };

    private static void Problem(Utf8JsonWriter writer, int status, string code, string detail)
    {
        writer.WriteString("type", $"urn:governance:problem:{code}");
        writer.WriteString("title", "The lines were not taken");
        writer.WriteNumber("status", status);
        writer.WriteString("code", code);
        writer.WriteString("detail", detail);
    }

    private static void Counts(Utf8JsonWriter writer, LinesRead read)
    {
        writer.WriteNumber("accepted", read.Accepted);
        writer.WriteNumber("refused", read.Refused);
        writer.WriteNumber("unknownKinds", read.UnknownKinds);
        writer.WriteNumber("unknownFields", read.UnknownFields);
        writer.WriteNumber("droppedValues", read.DroppedValues);
        if (read.Problems is [])
            return;
        writer.WriteStartArray("errors");
        foreach (var problem in read.Problems)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", problem.Line);
            writer.WriteString("code", problem.Code);
            writer.WriteString("message", problem.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var answer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(answer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return answer.ToArray();
    }
}
