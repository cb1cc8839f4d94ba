using Governance.Postgres.Leasing;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Tests.Pipeline;

public sealed class DealTests
{
    private static readonly string[] s_duties = [.. Enumerable.Range(0, 24).Select(i => $"duty-{i}")];

    [Fact]
    public void Everything_is_somebodys_and_nobody_has_more_than_a_fair_share()
    {
        for (var count = 1; count <= 5; count++)
        {
            Worker[] nodes = [.. Enumerable.Range(0, count).Select(i => Node($"node-{i}"))];
            var dealt = nodes.Select(node => Deal.To(node.Id, nodes)).ToList();

            dealt.SelectMany(mine => mine).ShouldBe(s_duties, ignoreOrder: true);
            dealt.Max(mine => mine.Count).ShouldBeLessThanOrEqualTo((s_duties.Length + count - 1) / count);
        }
    }

    [Fact]
    public void A_node_that_goes_moves_only_its_own_share()
    {
        Worker[] before = [Node("a"), Node("b")];
        Worker[] after = [Node("a"), Node("b") with { Lives = false }];

        Deal.To("a", before).Except(Deal.To("a", after)).ShouldBeEmpty();
        Deal.To("a", after).ShouldBe(s_duties, ignoreOrder: true);
        Deal.To("b", after).ShouldBeEmpty();
    }

    [Fact]
    public void An_unwilling_node_is_passed_over_even_when_the_other_has_its_share()
    {
        string[] few = [.. s_duties.Take(3)];
        Worker[] nodes = [Node("old", few), Node("new")];

        Deal.To("new", nodes).ShouldBe(s_duties.Except(Deal.To("old", nodes)), ignoreOrder: true);
        Deal.To("old", nodes).Except(few).ShouldBeEmpty();
    }

    [Fact]
    public void Every_node_deals_the_same_whatever_the_order_it_reads()
    {
        Worker[] nodes = [Node("a"), Node("b"), Node("c")];

        Deal.To("b", nodes).ShouldBe(Deal.To("b", [.. nodes.Reverse()]), ignoreOrder: true);
    }

    private static Worker Node(string id, string[]? willing = null) => new(id, willing ?? s_duties, Lives: true);
}
