using System.Text.Json;

namespace Governance.SystemTests.Intake;

/// <summary>A captured request: its bytes, and how it was sent.</summary>
internal sealed record Capture(string Name, JsonElement Root, byte[] Body)
{
    internal string ContentType => Root.GetProperty("headers").GetProperty("content-type").GetString()!;

    internal string? Text(string member) => Root.TryGetProperty(member, out var value) ? value.GetString() : null;

    internal HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Text("path")) { Content = new ByteArrayContent(Body) };
        foreach (var header in Root.GetProperty("headers").EnumerateObject())
        {
            if (header.Name.StartsWith("content-", StringComparison.OrdinalIgnoreCase))
                request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }
        return request;
    }
}

/// <summary>The captures that lie beside the repository, or where GOVERNANCE_SHARED points.</summary>
internal static class Captures
{
    internal static IReadOnlyList<Capture> In(string folder)
    {
        var path = Path.Combine(Shared(), folder);
        Assert.SkipUnless(Directory.Exists(path), $"{path} is not there; set GOVERNANCE_SHARED to the shared folder.");
        Capture[] captures =
        [
            .. Directory.EnumerateFiles(path, "*.meta.json").Order(StringComparer.Ordinal).Select(Read),
        ];
        captures.ShouldNotBeEmpty();
        return captures;
    }

    /// <summary>Three sound spans in protobuf.</summary>
    internal static byte[] GoodProtobuf() =>
        In(Path.Combine("data", "otlp-captures", "negative")).Single(one => one.Name == "good-protobuf").Body;

    private static Capture Read(string meta)
    {
        var name = meta[..^".meta.json".Length];
        var root = JsonDocument.Parse(File.ReadAllText(meta)).RootElement;
        return new Capture(Path.GetFileName(name), root, File.ReadAllBytes(name + ".body"));
    }

    private static string Shared()
    {
        if (Environment.GetEnvironmentVariable("GOVERNANCE_SHARED") is { Length: > 0 } given)
            return given;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? ".", "..", "shared");
    }
}
