using System.Globalization;

namespace Governance.Postgres.Embedded;

/// <summary>
/// A postmaster that an earlier server left on the folder: it is stopped in order and the folder started anew, because
/// only our own child stops with us. Two postmasters never share a folder.
/// </summary>
internal static class Leftover
{
    /// <summary>A killed postmaster may stay a zombie until the first process of the system collects it.</summary>
    private static readonly TimeSpan s_zombieWithin = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_looking = TimeSpan.FromMilliseconds(10);

    /// <summary>Leaves the folder without a postmaster and without its pid file.</summary>
    public static async Task ClearAsync(
        ClusterFolder folder, TimeSpan stopWithin, TimeProvider clock, CancellationToken ct)
    {
        if (ReadPid(folder.PidFile) is not { } pid)
            return;
        if (IsPostmasterOf(pid, folder.Data))
        {
            Unix.Signal(pid, Unix.SigInt);
            if (!await GoneAsync(() => !IsPostmasterOf(pid, folder.Data), stopWithin, clock, ct))
            {
                Unix.Signal(pid, Unix.SigQuit);
                if (!await GoneAsync(() => !IsPostmasterOf(pid, folder.Data), stopWithin, clock, ct))
                    throw new ClusterException($"Process {pid} still serves {folder.Data} and does not stop.");
            }
        }

        await GoneAsync(() => StateOf(pid) is not 'Z', s_zombieWithin, clock, ct);
        // A clean stop removed the file; a stale one would make postgres refuse while the number lives on elsewhere.
        File.Delete(folder.PidFile);
    }

    /// <summary>
    /// The postmaster works in its data folder, which tells it from a process that got its number later.
    /// </summary>
    private static bool IsPostmasterOf(int pid, string data)
    {
        if (StateOf(pid) is null or 'Z')
            return false;
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget == data;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // "4711 (postgres) S 1 …": the state follows the last parenthesis.
    private static char? StateOf(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[text.LastIndexOf(')') + 2];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? ReadPid(string file) =>
        File.Exists(file)
        && int.TryParse(
            File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;

    private static async Task<bool> GoneAsync(
        Func<bool> gone, TimeSpan within, TimeProvider clock, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (!gone())
        {
            if (clock.GetElapsedTime(started) > within)
                return false;
            await Task.Delay(s_looking, clock, ct);
        }

        return true;
    }
}
