using System.Text.Json;

namespace Governance.Verifier;

/// <summary>The command line of <c>governance-verify</c>: exit code 0 sound, 1 not, 2 asked wrongly.</summary>
public static class CommandLine
{
    private const string Usage = """
        governance-verify log DIR [--trust KEY] [--since CHECKPOINT] [--leaves-only] [--json]
        governance-verify proof FILE --leaf FILE --trust KEY [--json]
        governance-verify observation FILE --trust KEY [--json]
        governance-verify consistency OLDER NEWER [--trust KEY] [--json]

        DIR, NEWER: a folder as `export` writes it. OLDER: such a folder, or a checkpoint file.
        --trust: a verifier key (name+id+key), or a file of them, one a line, got by another way than the log itself.
        --leaves-only: leaves payloads alone; otherwise each one is checked.
        Each line begins with a code; the first line names the first bad leaf. Exit 0 sound, 1 not, 2 usage.
        """;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs one check and prints what came of it.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>As <see cref="Main"/>, with the outputs as arguments.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            output.WriteLine(Usage);
            return 0;
        }
        try
        {
            var words = new List<string>();
            var options = Options(args, words);
            var report = Check(words, options);
            output.WriteLine(options.ContainsKey("--json")
                ? JsonSerializer.Serialize(report, s_json)
                : string.Join('\n', report.Findings));
            return report.IsOk ? 0 : 1;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IOException
            or UnauthorizedAccessException)
        {
            if (args.Contains("--json"))
                output.WriteLine(JsonSerializer.Serialize(new { error = e.Message }, s_json));
            error.WriteLine(e.Message);
            error.WriteLine(Usage);
            return 2;
        }
    }

    private static Report Check(List<string> words, Dictionary<string, string> options)
    {
        var trust = options.TryGetValue("--trust", out var given)
            ? Trust.Parse(File.Exists(given) ? File.ReadAllText(given) : given)
            : null;
        return words switch
        {
            ["log", var folder] when Directory.Exists(folder) => LogCheck.Run(
                folder, trust, options.TryGetValue("--since", out var since) ? CheckpointAt(since) : null,
                options.ContainsKey("--leaves-only")),
            ["proof", var proof] when options.TryGetValue("--leaf", out var leaf) => ProofCheck.Leaf(
                File.ReadAllText(proof), File.ReadAllBytes(leaf),
                trust ?? throw new FormatException("A proof needs --trust: it brings no key along.")),
            ["observation", var proof] => ObservationCheck.Run(
                File.ReadAllText(proof),
                trust ?? throw new FormatException("A proof needs --trust: its own key proves nothing.")),
            ["consistency", var older, var newer] when Directory.Exists(newer) =>
                ProofCheck.Extends(older, newer, trust),
            ["proof", _] => throw new FormatException("A proof needs --leaf FILE."),
            ["log", var folder] => throw new FormatException($"There is no folder {folder}."),
            ["consistency", _, var newer] => throw new FormatException($"There is no folder {newer}."),
            ["log" or "proof" or "observation" or "consistency", ..] =>
                throw new FormatException($"{words[0]} takes other arguments than {string.Join(' ', words[1..])}."),
            [] => throw new FormatException("Which check? log, proof, observation or consistency."),
            _ => throw new FormatException($"There is no check {words[0]}."),
        };
    }

    private static string CheckpointAt(string path) =>
        File.ReadAllText(Directory.Exists(path) ? Path.Combine(path, "checkpoint") : path);

    private static Dictionary<string, string> Options(string[] args, List<string> words)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--json" or "--leaves-only")
                options[args[i]] = "";
            else if (args[i] is "--trust" or "--since" or "--leaf")
                options[args[i]] = ++i < args.Length ? args[i] : throw new FormatException($"{args[^1]} needs a file.");
            else if (args[i].StartsWith('-'))
                throw new FormatException($"Unknown option {args[i]}.");
            else
                words.Add(args[i]);
        }
        return options;
    }
}
