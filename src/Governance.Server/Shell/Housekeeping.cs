using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Server.Pipeline.Handling;
using Npgsql;

namespace Governance.Server.Shell;

/// <summary>The verbs that do one thing and end.</summary>
internal static class Housekeeping
{
    /// <summary>Puts PostgreSQL on this machine.</summary>
    internal static async Task<int> SetUpDatabaseAsync(TextWriter output, CancellationToken stop)
    {
        try
        {
            var found = await DatabaseSetup.RunAsync(new Spoken(output), stop);
            await output.WriteLineAsync($"PostgreSQL {found.Major} is ready to be used: {found.Folder}");
            return 0;
        }
        catch (ClusterException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Serving.CannotStart;
        }
    }

    /// <summary>Brings a given database's tables up to this version, or only says what that would take.</summary>
    internal static async Task<int> MigrateAsync(string[] args, bool dryRun, TextWriter output, CancellationToken stop)
    {
        var configuration = WebApplication.CreateBuilder(args).Configuration;
        if (configuration[RunningServer.DatabaseKey] is not { Length: > 0 } given)
        {
            await Console.Error.WriteLineAsync(
                $"Name the database with --database; the private one of `serve` is migrated when it starts.");
            return Serving.CannotStart;
        }

        var schema = configuration[RunningServer.SchemaKey] ?? GovernanceDatabase.DefaultSchema;
        await using var database = GovernanceDatabase.Open(given, schema);
        try
        {
            await TransactionPooler.RefuseAsync(given, schema, stop);
            var plan = await Migrations.PlanAsync(database, stop);
            foreach (var migration in plan)
                await output.WriteLineAsync($"{migration.Name}  {migration.Heading}");
            await output.WriteLineAsync(
                $"{plan.Count} of {Migrations.All.Count} migrations {(dryRun ? "would be" : "are")} applied.");
            if (!dryRun)
                await Migrations.ApplyAsync(database, stop);
            return 0;
        }
        catch (Exception failure) when (failure is TransactionPoolerException or MigrationChangedException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Serving.CannotStart;
        }
    }

    /// <summary>Says what happens by rule. Nothing is started, and the database is never reached.</summary>
    internal static async Task<int> DescribeAsync(TextWriter output)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"));
        builder.AddSlices();
        await using var services = builder.Services.BuildServiceProvider();
        Flow.Describe(services, output);
        return 0;
    }

    /// <summary>One duty on a server of its own ports, so that it may run beside the one that serves.</summary>
    internal static async Task<int> WithServerAsync(
        string[] args, Func<RunningServer, Task> duty, CancellationToken stop)
    {
        try
        {
            await using var server = await RunningServer.StartAsync(
                [.. args, .. Doors.AnyPorts], stop: stop);
            await duty(server);
            return 0;
        }
        catch (Exception failure) when (failure is ClusterException or CannotStartException or IOException
            or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Serving.CannotStart;
        }
    }
}
