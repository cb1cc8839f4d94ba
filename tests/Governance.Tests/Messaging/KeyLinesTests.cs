using System.Collections.Concurrent;
using Governance.Messaging.Queue;

namespace Governance.Tests.Messaging;

public sealed class KeyLinesTests
{
    private const int Messages = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    /// <summary>
    /// A claim reads the table while others hand over what they just sent; its snapshot may be younger than some of
    /// that. However the messages fall on the two ways, each key's are handled in the order of the table.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Messages_of_a_key_keep_their_order_however_they_come(int seed)
    {
        var random = new Random(seed);
        var handled = new ConcurrentQueue<LocalMessage>();
        var lines = new KeyLines(
            async message =>
            {
                await Task.Yield();
                handled.Enqueue(message);
            },
            TestContext.Current.CancellationToken);
        var sent = Enumerable.Range(1, Messages)
            .Select(seq => new LocalMessage(new Guid(seq, 0, 0, new byte[8]), "test", $"k{random.Next(5)}", "{}")
            {
                Seq = seq,
            })
            .ToLookup(_ => random.Next(2) == 0);

        await lines.AddAsync(() =>
        {
            foreach (var message in sent[true])
                lines.Add([message]);
            return Task.FromResult<IReadOnlyList<LocalMessage>>([.. sent[false].Reverse()]);
        });
        await lines.WhenEmptyAsync();

        handled.Count.ShouldBe(Messages);
        foreach (var key in handled.GroupBy(message => message.Key))
            key.Select(message => message.Seq).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_line_is_never_handled_by_two_at_a_time()
    {
        var (running, most) = (0, 0);
        var lines = new KeyLines(
            async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
            TestContext.Current.CancellationToken);

        for (var seq = 1; seq <= Messages; seq++)
            lines.Add([new LocalMessage(new Guid(seq, 0, 0, new byte[8]), "test", "one key", "{}") { Seq = seq }]);
        await lines.WhenEmptyAsync();

        most.ShouldBe(1);
    }
}
