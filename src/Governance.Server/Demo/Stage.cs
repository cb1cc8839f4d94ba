using System.Security.Cryptography;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Demo;

/// <summary>
/// Everything the story needs: the server, its people, a pager, two gateways. All of it real, all of it on this
/// machine, in a folder that is deleted at the end.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _curtain = new();
    private readonly int _seed;
    private Task _playing = Task.CompletedTask;

    private Stage(RunningServer server, PagerStub pager, string folder, int seed, TimeProvider clock)
    {
        (Server, Pager, Folder, _seed, _clock) = (server, pager, folder, seed, clock);
        Otlp = new OtlpClient(_http, server.OtlpHttp);
    }

    internal RunningServer Server { get; }

    internal PagerStub Pager { get; }

    internal OtlpClient Otlp { get; }

    /// <summary>Where this night's data lies; deleted at the end.</summary>
    internal string Folder { get; }

    internal Cast Cast { get; private set; } = null!;

    internal IReadOnlyList<Gateway> Gateways { get; private set; } = [];

    internal static async Task<Stage> StartAsync(
        DemonstrationOptions options, int seed, TimeProvider clock, CancellationToken stop)
    {
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var folder = FolderOfItsOwn();
        var pager = await PagerStub.StartAsync(secret, stop);
        try
        {
            var server = await RunningServer.StartAsync(
                [.. StageSettings.Of(folder, pager.Address, secret), .. options.Settings], stop: stop);
            var stage = new Stage(server, pager, folder, seed, clock);
            stage.Cast = await Cast.GatherAsync(server, stop);
            return stage;
        }
        catch
        {
            await pager.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends the quiet month; returns how many observations were acknowledged.</summary>
    internal Task<int> BackfillAsync(CancellationToken stop) =>
        new QuietMonth(Otlp, _seed).PlayAsync(_clock.GetUtcNow(), stop);

    /// <summary>Two instances of one deployment begin to ask, serve and stream.</summary>
    internal void OpenGateways(string deployment)
    {
        Gateways = [Open(deployment, "gateway-1", 1), Open(deployment, "gateway-2", 2)];
        _playing = Task.WhenAll(Gateways.Select(gateway => gateway.RunAsync(_curtain.Token)));
    }

    internal void Behave(IReadOnlyList<string> versions, Func<Behaviour, Behaviour> change)
    {
        foreach (var (gateway, version) in Gateways.SelectMany(g => versions.Select(v => (g, v))))
        {
            gateway.Behave(version, change);
        }
    }

    /// <summary>Waits until everything that reacts to facts has reacted to all of them.</summary>
    internal Task CaughtUpAsync(CancellationToken stop) =>
        Server.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(stop);

    /// <summary>Lets so many detection windows pass.</summary>
    internal Task WindowsPassAsync(int count, CancellationToken stop) =>
        Task.Delay(count * StageSettings.Window, _clock, stop);

    /// <summary>Waits until told to stop; the gateways go on meanwhile.</summary>
    internal Task StayAsync(CancellationToken stop) => Server.WaitAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await _curtain.CancelAsync();
        await _playing.ContinueWith(_ => { }, TaskScheduler.Default);
        Cast?.Dispose();
        await Server.DisposeAsync();
        await Pager.DisposeAsync();
        _http.Dispose();
        _curtain.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Root's PostgreSQL runs as another user, who must be able to pass through.</summary>
    private static string FolderOfItsOwn()
    {
        var folder = Directory.CreateTempSubdirectory("governance-demo-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }

        return folder;
    }

    private Gateway Open(string deployment, string instance, int number)
    {
        var asking = new HttpClient();
        asking.DefaultRequestHeaders.Authorization = new("Bearer", Cast.GatewayKey);
        var sender = new SyntheticSender(deployment, "acme-support", instance);
        return new Gateway(sender, Server.Web, asking, Otlp, _clock, _seed + number);
    }
}
