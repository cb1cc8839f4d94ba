using System.Diagnostics;

namespace Governance.Server.Demo;

/// <summary>Runs <c>governance-verify</c> as an outsider would: another process, only a folder of files.</summary>
internal static class OutsideVerifier
{
    /// <summary>Its exit code (0 sound, 1 not) and everything it said.</summary>
    internal static async Task<(int Code, string Said)> CheckAsync(string folder, CancellationToken stop)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "governance-verify.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet"
            ? host
            : "dotnet", [program, "log", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(stop) + await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, said.Trim());
    }
}
