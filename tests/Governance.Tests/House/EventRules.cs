using System.Reflection;
using System.Text.RegularExpressions;
using Governance.Domain;

namespace Governance.Tests.House;

/// <summary>Every fact of a closed hierarchy is folded by its state: an event nobody folds is a silent loss.</summary>
public sealed partial class EventRules
{
    /// <summary>Streams that are read and never folded: each fact of theirs stands alone.</summary>
    private static readonly string[] s_neverFolded = ["BehaviourEvent", "AuditEvent"];

    [Fact]
    public void Every_event_evolves_its_state()
    {
        var unfolded =
            from hierarchy in Hierarchies()
            let fold = FoldOf(hierarchy)
            from fact in hierarchy.GetNestedTypes().Where(type => hierarchy.IsAssignableFrom(type))
            where fold is null || !fold.Contains($"{hierarchy.Name}.{fact.Name}", StringComparison.Ordinal)
            select fold is null
                ? $"{hierarchy.Name}: no file in its folder has Evolve over it."
                : $"{hierarchy.Name}.{fact.Name}: Evolve has no arm for it.";
        unfolded.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void No_fold_swallows_what_it_does_not_know()
    {
        var swallowing =
            from file in Checkout.Files("src/Governance.Domain", ".cs")
            let text = File.ReadAllText(file)
            where text.Contains("Evolve(", StringComparison.Ordinal) && SwallowingArm().IsMatch(text)
            select $"{Checkout.RelativeTo(file)}: a last arm that returns the state hides a forgotten event; "
                + "throw UnreachableException.";
        swallowing.ShouldBeEmpty();
    }

    private static IEnumerable<Type> Hierarchies() => typeof(Decision).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsClass: true } && !type.IsSealed)
        .Where(type => type.Name.EndsWith("Event", StringComparison.Ordinal))
        .Where(type => !s_neverFolded.Contains(type.Name));

    private static string? FoldOf(Type hierarchy)
    {
        var folder = hierarchy.Namespace!.Replace("Governance.Domain.", string.Empty, StringComparison.Ordinal)
            .Replace('.', '/');
        var folds = Checkout.Files($"src/Governance.Domain/{folder}", ".cs")
            .Select(File.ReadAllText)
            .Where(text => text.Contains("Evolve(", StringComparison.Ordinal))
            .Where(text => text.Contains(hierarchy.Name, StringComparison.Ordinal))
            .ToList();
        return folds.Count == 0 ? null : string.Join('\n', folds);
    }

    [GeneratedRegex(@"_ => (state|this),?\s*\}")]
    private static partial Regex SwallowingArm();
}
