using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Governance.Domain.Rollouts;
using Governance.Tests.House;

namespace Governance.Tests.Rollouts;

/// <summary>The picture in the documentation and the code agree on every transition.</summary>
public sealed partial class RolloutStateDiagramTests
{
    [Fact]
    public void The_picture_shows_what_the_code_does()
    {
        var drawn = Arrow().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs/rollout-states.md")))
            .Select(m => $"{m.Groups[1].Value} --> {m.Groups[2].Value}: {m.Groups[3].Value}")
            .ToHashSet();
        Played().Order().ShouldBe(drawn.Order());
    }

    private static HashSet<string> Played()
    {
        var seen = new HashSet<string>();
        foreach (var history in RandomHistory.Any.Resize(60).Sample(4_000))
        {
            var (_, facts, _) = RandomHistory.Play(history);
            var state = Rollout.Initial;
            foreach (var fact in facts)
            {
                var next = Rollout.Evolve(state, fact);
                seen.Add($"{state.Status} --> {next.Status}: {fact.GetType().Name}");
                state = next;
            }
        }

        return seen;
    }

    [GeneratedRegex(@"(\w+) --> (\w+): (\w+)")]
    private static partial Regex Arrow();
}
