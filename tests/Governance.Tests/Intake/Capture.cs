using System.IO.Compression;
using System.Text.Json;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>A request captured from a real exporter, unwrapped to its message.</summary>
internal sealed record Capture(string Name, TelemetrySignal Signal, bool IsJson, byte[] Message, JsonElement? Decoded)
{
    private const string Folder = "data/otlp-captures";

    /// <summary>Flag byte and length in front of a gRPC message.</summary>
    private const int GrpcPrefix = 5;

    internal static IReadOnlyList<Capture> All()
    {
        var index = SharedData.Find($"{Folder}/INDEX.md");
        Capture[] captures =
        [
            .. Directory.EnumerateFiles(Path.GetDirectoryName(index)!, "*.meta.json")
                .Order(StringComparer.Ordinal)
                .Select(Read),
        ];
        captures.ShouldNotBeEmpty();
        return captures;
    }

    private static Capture Read(string metaPath)
    {
        var name = metaPath[..^".meta.json".Length];
        var meta = JsonDocument.Parse(File.ReadAllBytes(metaPath)).RootElement;
        var body = File.ReadAllBytes(name + ".body");
        if (Text(meta, "transport") == "grpc")
            body = body[GrpcPrefix..];
        if (body is [0x1F, 0x8B, ..])
            body = Unzipped(body);
        var signal = Enum.Parse<TelemetrySignal>(Text(meta, "signal"), ignoreCase: true);
        var decoded = File.Exists(name + ".decoded.json")
            ? JsonDocument.Parse(File.ReadAllBytes(name + ".decoded.json")).RootElement
            : (JsonElement?)null;
        return new Capture(Path.GetFileName(name), signal, Text(meta, "encoding") == "json", body, decoded);
    }

    private static byte[] Unzipped(byte[] body)
    {
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private static string Text(JsonElement meta, string member) => meta.GetProperty(member).GetString()!;
}
