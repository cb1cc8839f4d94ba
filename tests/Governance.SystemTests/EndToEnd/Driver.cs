using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.EndToEnd;

/// <summary>
/// The real OpenTelemetry JS SDK playing a deployment: <c>clients/drive.mjs</c> in a process of its own, with the
/// ledger of what it sent and was told.
/// </summary>
internal sealed class Driver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _ledger;
    private readonly Task<string> _said;

    private Driver(Process process, string ledger)
    {
        (_process, _ledger) = (process, ledger);
        _said = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts a run; the test is skipped where Node or the driver's packages are missing.</summary>
    internal static Driver Start(string ledger, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", ["drive.mjs", "--ledger", ledger, .. arguments])
        {
            WorkingDirectory = Home(),
            RedirectStandardOutput = true,
        };
        return new Driver(Process.Start(start)!, ledger);
    }

    /// <summary>Waits for the end; answers how many records its exporters gave up on.</summary>
    internal async Task<long> EndAsync(CancellationToken stop)
    {
        await _process.WaitForExitAsync(stop);
        var last = (await _said).TrimEnd().Split('\n')[^1];
        return JsonDocument.Parse(last).RootElement.GetProperty("exporters").EnumerateObject()
            .Sum(signal => signal.Value.GetProperty("failed").GetInt64());
    }

    /// <summary>The ledger's lines so far; a line being written is left out.</summary>
    internal IReadOnlyList<LedgerLine> Ledger()
    {
        using var file = new FileStream(_ledger, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n');
        return [.. lines[..^1].Select(line => new LedgerLine(JsonDocument.Parse(line).RootElement))];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Home()
    {
        var folder = Environment.GetEnvironmentVariable("GOVERNANCE_CLIENTS")
            ?? Path.Combine(Checkout.Root, "artifacts", "clients");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The OpenTelemetry driver has no packages yet: tests/run.sh installs them, and needs ../shared/clients.");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "node"))),
            "Node is not installed: apt-get install nodejs npm");
        return folder;
    }
}

/// <summary>One thing the driver did: a span or log it sent, or a decision it was given.</summary>
internal sealed record LedgerLine(JsonElement Json)
{
    internal string Kind => Text("kind")!;

    internal DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(
        (long)Json.GetProperty("t").GetDouble());

    internal string? Text(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {At:O} {Json}");
}
