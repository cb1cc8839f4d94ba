using System.CommandLine;

namespace Governance.Server.Shell;

/// <summary>The verbs of the one program. Each verb is declared beside the slice that does its work.</summary>
internal static class Verbs
{
    /// <summary>Parses and runs one verb; the exit code is 0 done, 1 failed, 2 cannot start as asked.</summary>
    internal static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Governance: the incident and governance console for deployed AI models.")
        {
            Serve(),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static Command Serve()
    {
        var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL to use." };
        var rest = new Argument<string[]>("settings")
        {
            Description = "Any setting as --Key=Value.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var serve = new Command("serve", "Runs the server.") { database, rest };
        serve.SetAction((parsed, stop) => Serving.RunAsync(
            [.. Given("ConnectionStrings:Governance", parsed.GetValue(database)), .. parsed.GetValue(rest) ?? []],
            stop));
        return serve;
    }

    private static string[] Given(string key, string? value) => value is null ? [] : [$"--{key}={value}"];
}
