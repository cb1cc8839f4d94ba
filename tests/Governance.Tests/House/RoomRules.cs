using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Governance.Tests.House;

/// <summary>
/// Who may know whom. The project files are the walls; the slice borders inside Server are the doors.
/// </summary>
public sealed partial class RoomRules
{
    private static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        ["Domain"] = [],
        ["Detection"] = ["MathNet.Numerics"],
        ["Transparency"] = [],
        ["Verifier"] = ["Governance.Transparency"],
        ["Postgres"] = ["Npgsql"],
        ["EventSourcing"] = ["Governance.Postgres"],
        ["Messaging"] = ["Governance.Postgres"],
    };

    /// <summary>Rooms of the server that every slice may enter.</summary>
    private static readonly string[] s_shared = ["Pipeline", "Shell", "Access"];

    [Fact]
    public void Each_room_knows_only_whom_it_may()
    {
        var trespass =
            from room in s_mayKnow
            let file = Path.Combine(Checkout.Root, "src", $"Governance.{room.Key}", $"Governance.{room.Key}.csproj")
            from reference in References(file)
            where !room.Value.Contains(reference)
            select $"Governance.{room.Key} references {reference}; it may know only: "
                + $"{(room.Value.Length == 0 ? "nothing" : string.Join(", ", room.Value))}.";
        trespass.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_but_tests_knows_the_server()
    {
        var knowing =
            from file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.csproj",
                SearchOption.AllDirectories)
            where References(file).Contains("Governance.Server")
            select Checkout.RelativeTo(file);
        knowing.ShouldBeEmpty();
    }

    [Fact]
    public void A_slice_enters_another_only_by_its_front_door()
    {
        var slices = Directory.GetDirectories(Path.Combine(Checkout.Root, "src", "Governance.Server"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Except(["bin", "obj", "wwwroot", "Properties", "Demo", .. s_shared])
            .ToHashSet();
        var allowed = AllowedNeighbours();
        var crossings =
            from file in Checkout.Files("src/Governance.Server", ".cs", ".razor")
            let home = Checkout.RelativeTo(file).Split('/')[2]
            where slices.Contains(home)
            from Match use in UsingSlice().Matches(File.ReadAllText(file))
            let guest = use.Groups[1].Value
            where slices.Contains(guest) && guest != home && !allowed.Contains((home, guest))
            select $"{Checkout.RelativeTo(file)}: {home} enters {guest}; use its Domain events or its link helper, "
                + "or declare the edge, with its reason, in tests/Governance.Tests/House/slice-edges.txt.";
        crossings.ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_is_named_after_a_layer()
    {
        string[] banned = ["Services", "Repositories", "Controllers", "Models", "Helpers", "Utils", "Common"];
        Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(folder => banned.Contains(Path.GetFileName(folder)))
            .Select(Checkout.RelativeTo)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Rendered_pages_are_static()
    {
        string[] banned = ["@rendermode", "@onclick", "[StreamRendering", "data-enhance"];
        var interactive =
            from file in Checkout.Files("src", ".razor")
            let text = File.ReadAllText(file)
            from word in banned
            where text.Contains(word, StringComparison.Ordinal)
            select $"{Checkout.RelativeTo(file)}: {word}; pages are static HTML with htmx.";
        interactive.ShouldBeEmpty();
    }

    private static HashSet<(string Home, string Guest)> AllowedNeighbours() =>
        File.ReadLines(Path.Combine(Checkout.Root, "tests/Governance.Tests/House/slice-edges.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split([" -> ", ": "], StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts[1]))
            .ToHashSet();

    private static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants()
        .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
        .Select(element => Path.GetFileNameWithoutExtension(
            element.Attribute("Include")!.Value.Replace(".csproj", ".x", StringComparison.Ordinal)) is var name
            && element.Name.LocalName == "PackageReference"
                ? element.Attribute("Include")!.Value
                : name);

    [GeneratedRegex(@"using (?:static )?Governance\.Server\.(\w+)")]
    private static partial Regex UsingSlice();
}
