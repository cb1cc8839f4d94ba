using System.Diagnostics;

namespace Governance.Postgres.Embedded;

/// <summary>
/// The running postmaster. The kernel interrupts it when the <em>thread</em> that forked it ends, so that thread is a
/// dedicated one that lives as long as the server.
/// </summary>
internal sealed class ServerProcess
{
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess()
    {
    }

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => _exited.Task;

    public int Id { get; private set; }

    public static async Task<ServerProcess> StartAsync(string program, IReadOnlyList<string> arguments)
    {
        var server = new ServerProcess();
        new Thread(() => server.Live(program, arguments)) { IsBackground = true, Name = "postgres" }.Start();
        server.Id = await server._started.Task;
        return server;
    }

    /// <summary>
    /// Fast shutdown: sessions end, everything is on disk. Told to stop at once when that takes too long.
    /// </summary>
    public async Task StopAsync(TimeSpan within, TimeProvider clock)
    {
        if (Exited.IsCompleted)
            return;
        Unix.Signal(Id, Unix.SigInt);
        if (await Task.WhenAny(Exited, Task.Delay(within, clock)) != Exited)
            Unix.Signal(Id, Unix.SigQuit);
        await Exited;
    }

    private void Live(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
            _started.SetResult(process.Id);
            process.WaitForExit();
            _exited.SetResult(process.ExitCode);
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            _started.TrySetException(new ClusterException($"{program} could not be started.", error));
            _exited.TrySetResult(127);
        }
    }
}
