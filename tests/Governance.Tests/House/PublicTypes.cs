using System.Reflection;
using Governance.EventSourcing;
using Governance.Messaging;

namespace Governance.Tests.House;

/// <summary>
/// What the two rooms that stand in for libraries show to their users, each type on a line of public-types.txt: a type
/// is made public on purpose, and few are. GOVERNANCE_UPDATE=1 writes the list anew.
/// </summary>
public sealed class PublicTypes
{
    private static readonly string s_file =
        Path.Combine(Checkout.Root, "tests/Governance.Tests/House/public-types.txt");

    /// <summary>The most that a room shows at one level; a sub-folder by noun is a level of its own.</summary>
    private static readonly Dictionary<Assembly, int> s_limits = new()
    {
        [typeof(EventStore).Assembly] = 40,
        [typeof(Nudge).Assembly] = 30,
    };

    [Fact]
    public void A_room_shows_what_the_list_says()
    {
        var shown = string.Concat(Shown().Select(type => type.FullName + "\n"));
        if (Environment.GetEnvironmentVariable("GOVERNANCE_UPDATE") == "1")
            File.WriteAllText(s_file, shown);
        File.ReadAllText(s_file).ShouldBe(
            shown, "make the type internal, or run this test with GOVERNANCE_UPDATE=1 and say in the commit why not.");
    }

    [Fact]
    public void A_room_shows_few_types() => (
        from type in Shown()
        group type by (type.Assembly, Level: LevelOf(type)) into level
        where level.Count() > s_limits[level.Key.Assembly]
        select $"{level.Key.Level} shows {level.Count()} types; {s_limits[level.Key.Assembly]} are allowed.")
        .ShouldBeEmpty();

    private static IEnumerable<Type> Shown() => s_limits.Keys
        .SelectMany(room => room.GetExportedTypes())
        .Where(type => !type.IsNested)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>Governance.EventSourcing, Governance.EventSourcing.Projections, … and nothing deeper.</summary>
    private static string LevelOf(Type type) => string.Join('.', type.Namespace!.Split('.').Take(3));
}
