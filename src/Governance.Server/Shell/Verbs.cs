using System.CommandLine;
using Governance.Server.Audit.Exporting;
using Governance.Server.Demo;

namespace Governance.Server.Shell;

/// <summary>The verbs of the one program.</summary>
internal static class Verbs
{
    /// <summary>Parses and runs one verb; the exit code is 0 done, 1 failed, 2 cannot start as asked.</summary>
    internal static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Governance: the incident and governance console for deployed AI models.")
        {
            Serve(),
            Demo(),
            SetUpDatabase(),
            Migrate(),
            Export(),
            Rebuild(),
            Describe(),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static Command Serve()
    {
        var (database, settings) = (Database(), Settings());
        var verb = new Command("serve", "Runs the server; without --database on a private PostgreSQL of its own.")
        {
            database, settings,
        };
        verb.SetAction((parsed, stop) => Serving.RunAsync(Given(parsed, database, settings), stop));
        return verb;
    }

    private static Command Demo()
    {
        var once = new Option<bool>("--once") { Description = "End after the story instead of staying up." };
        var noSetUp = new Option<bool>("--no-setup") { Description = "Never install PostgreSQL." };
        var settings = Settings();
        var verb = new Command("demo", "Plays a quiet month and one bad night on a server of its own.")
        {
            once, noSetUp, settings,
        };
        verb.SetAction((parsed, stop) => Demonstration.RunAsync(
            new DemonstrationOptions(parsed.GetValue(once), !parsed.GetValue(noSetUp), parsed.GetValue(settings) ?? []),
            stop));
        return verb;
    }

    private static Command SetUpDatabase()
    {
        var verb = new Command("setup-database", "Fetches PostgreSQL: as root on Debian by apt-get, else from npm.");
        verb.SetAction((_, stop) => Housekeeping.SetUpDatabaseAsync(Console.Out, stop));
        return verb;
    }

    private static Command Migrate()
    {
        var (database, settings) = (Database(), Settings());
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and change nothing." };
        var verb = new Command("migrate", "Brings a given database up to this version.")
        {
            database, dryRun, settings,
        };
        verb.SetAction((parsed, stop) => Housekeeping.MigrateAsync(
            Given(parsed, database, settings), parsed.GetValue(dryRun), Console.Out, stop));
        return verb;
    }

    private static Command Export()
    {
        var folder = new Argument<string>("folder") { Description = "A new folder for the copy of the log." };
        var (database, settings) = (Database(), Settings());
        var verb = new Command("export", "Writes the whole signed log into a folder that an outsider can verify.")
        {
            folder, database, settings,
        };
        verb.SetAction((parsed, stop) => ExportVerb.RunAsync(
            parsed.GetValue(folder)!, Given(parsed, database, settings), Console.Out, Console.Error, stop));
        return verb;
    }

    private static Command Rebuild()
    {
        var projection = new Argument<string?>("projection")
        {
            Description = "Its name, e.g. IncidentQueue.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "Every projection, two at a time." };
        var (database, settings) = (Database(), Settings());
        var verb = new Command("rebuild", "Replays the log into a projection, beside the one that pages read.")
        {
            projection, all, database, settings,
        };
        verb.SetAction((parsed, stop) =>
        {
            // With --all the first word that is left over is a setting already.
            var (named, given) = (parsed.GetValue(projection), Given(parsed, database, settings));
            return parsed.GetValue(all)
                ? RebuildVerb.RunAsync(null, named is null ? given : [named, .. given], Console.Out, stop)
                : RebuildVerb.RunAsync(named ?? "", given, Console.Out, stop);
        });
        return verb;
    }

    private static Command Describe()
    {
        var verb = new Command("describe", "Lists message → handler → what it may emit.");
        verb.SetAction((_, _) => Housekeeping.DescribeAsync(Console.Out));
        return verb;
    }

    private static Option<string?> Database() => new("--database")
    {
        Description = "Connection string of a PostgreSQL to use instead of a private one.",
    };

    private static Argument<string[]> Settings() => new("settings")
    {
        Description = "Any setting, as --Ports:Web=8080. Put them after a lone --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static string[] Given(ParseResult parsed, Option<string?> database, Argument<string[]> settings) =>
    [
        .. parsed.GetValue(database) is { } given ? [$"--{RunningServer.DatabaseKey}={given}"] : Array.Empty<string>(),
        .. parsed.GetValue(settings) ?? [],
    ];
}
