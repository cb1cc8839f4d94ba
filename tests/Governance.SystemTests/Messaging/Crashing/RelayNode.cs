using System.Diagnostics;
using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Messaging.Queue;
using Governance.Postgres;
using Governance.Server.Pipeline.Handling;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging.Crashing;

/// <summary>A node that relays notes, in this process or in one of its own that is killed.</summary>
internal sealed class RelayNode : IDisposable
{
    public const string Verb = "relay-notes";

    private readonly Process _process;

    private RelayNode(Process process) => _process = process;

    /// <summary>The child's side: works until it meets its fate.</summary>
    public static async Task<int> RunAsync(string connectionString, string schema, string boundary)
    {
        Fate.Ends = Enum.Parse<Boundary>(boundary);
        await using var database = GovernanceDatabase.Open(connectionString, schema);
        await using var node = await PipelineNode.StartAsync(database, Add);
        Console.WriteLine("working");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        return 0;
    }

    /// <summary>What makes a node relay.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddStream(IncidentStream);
        services.AddHandler(typeof(RelayHandler)).AddHandler(typeof(ForwardHandler)).AddHandler(typeof(AnswerHandler));
        services.AddSingleton<ITransport, FileTransport>();
        services.AddSingleton<IMessageHandling, Mortal>();
    }

    /// <summary>Starts a child and waits until it works.</summary>
    public static async Task<RelayNode> StartAsync(TestDatabase database, Boundary ends = Boundary.None)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec", typeof(RelayNode).Assembly.Location, Verb, database.ConnectionString, database.Schema,
                $"{ends}",
            ])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("working");
        return new RelayNode(process);
    }

    /// <summary>Ends when it has met its fate.</summary>
    public Task WhenDeadAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async Task KillAsync()
    {
        _process.Kill();
        await WhenDeadAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Handles as the pipeline does, and may die when that is done.</summary>
    private sealed class Mortal(IServiceProvider services) : IMessageHandling
    {
        private readonly QueueHandling _handling = new(services);

        public async Task<bool> HandleAsync(LocalMessage message, RowGuard taken, CancellationToken ct)
        {
            var settled = await _handling.HandleAsync(message, taken, ct);
            Fate.Meet(settled ? Boundary.Commit : Boundary.Mark);
            return settled;
        }

        public ErrorPolicy PolicyOf(LocalMessage message) => _handling.PolicyOf(message);
    }
}
