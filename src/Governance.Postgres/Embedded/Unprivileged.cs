using System.Globalization;

namespace Governance.Postgres.Embedded;

/// <summary>
/// How a program of PostgreSQL is started: never as root, and, where it is a server, tied to its starter.
/// </summary>
internal static class Unprivileged
{
    /// <summary>The command line that runs a program to its end as an ordinary user.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Wrap(
        string program, IReadOnlyList<string> arguments)
    {
        if (!Unix.IsRoot)
            return (program, arguments);
        return (RequireSetpriv(), [.. Drop(), program, .. arguments]);
    }

    /// <summary>
    /// The command line that runs a server: its own session (a Ctrl-C is for us, we stop it in order), interrupted by
    /// the kernel when the thread that started it ends, output appended to a log.
    /// </summary>
    public static (string Program, IReadOnlyList<string> Arguments) WrapServer(
        string program, IReadOnlyList<string> arguments, string log)
    {
        List<string> line = ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log];
        if (Command.Find("setsid") is { } setsid)
            line.Add(setsid);
        if (Unix.IsRoot)
            line.AddRange([RequireSetpriv(), "--pdeathsig", "INT", .. Drop()]);
        else if (Command.Find("setpriv") is { } setpriv)
            line.AddRange([setpriv, "--pdeathsig", "INT"]);
        return ("/bin/sh", [.. line, program, .. arguments]);
    }

    private static IEnumerable<string> Drop()
    {
        var account = Unix.UnprivilegedAccount();
        return
        [
            "--reuid", account.UserId.ToString(CultureInfo.InvariantCulture),
            "--regid", account.GroupId.ToString(CultureInfo.InvariantCulture),
            "--clear-groups",
        ];
    }

    private static string RequireSetpriv() => Command.Find("setpriv") ?? throw new ClusterException(
        "PostgreSQL refuses to run as root, and setpriv (package util-linux) is missing. "
        + "Install it, or start this server as an ordinary user.");
}
