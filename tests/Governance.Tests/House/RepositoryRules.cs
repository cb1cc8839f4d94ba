using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Governance.Tests.House;

/// <summary>
/// What a stranger sees first: a clean root, one number per migration, vendored files that are what they say.
/// </summary>
public sealed partial class RepositoryRules
{
    private static readonly string[] s_root =
    [
        "src", "tests", "migrations", "runbooks", "deploy", "docs", "Governance.sln", "README.md", "CHANGELOG.md",
        "docker-compose.yml", "Directory.Build.props", "Directory.Packages.props", "global.json",
        "BannedSymbols.txt", "bin", "obj", "data", "artifacts", "TestResults", "node_modules",
    ];

    [Fact]
    public void The_root_stays_clean() => Directory.EnumerateFileSystemEntries(Checkout.Root)
        .Select(Path.GetFileName)
        .Where(name => name![0] != '.' && !s_root.Contains(name))
        .ShouldBeEmpty("the root holds the tree and the build's own files, nothing else");

    [Fact]
    public void Each_migration_has_a_number_of_its_own()
    {
        var names = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "migrations"), "*.sql")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => name != "schema.sql")
            .ToList();
        names.ShouldAllBe(name => MigrationName().IsMatch(name));
        names.GroupBy(name => name[..4]).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Vendored_files_are_what_they_say()
    {
        var lists = Directory.EnumerateFiles(Checkout.Root, "hashes.sha256", SearchOption.AllDirectories)
            .Where(file => file.Contains("/vendor/", StringComparison.Ordinal)
                && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/obj/", StringComparison.Ordinal))
            .ToList();
        lists.ShouldNotBeEmpty();
        lists.SelectMany(Differing).ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_builds_with_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "Governance.sln")).Replace('\\', '/');
        new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.csproj",
                SearchOption.AllDirectories))
            .Select(Checkout.RelativeTo)
            .Where(project => !solution.Contains(project, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Differing(string list)
    {
        var folder = Path.GetDirectoryName(list)!;
        var named = File.ReadLines(list).Select(line => line.Split("  ", 2)).ToDictionary(p => p[1], p => p[0]);
        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => file != "hashes.sha256");
        foreach (var file in present.Except(named.Keys))
        {
            yield return $"{Checkout.RelativeTo(folder)}/{file} is not listed in hashes.sha256.";
        }

        foreach (var (file, expected) in named)
        {
            var actual = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))));
            if (actual != expected)
            {
                yield return $"{Checkout.RelativeTo(folder)}/{file}: SHA-256 is {actual}, the list says {expected}.";
            }
        }
    }

    [GeneratedRegex(@"^\d{4}_[a-z]+_[a-z0-9_]+\.sql$")]
    private static partial Regex MigrationName();
}
