namespace Governance.Server.Demo;

/// <summary>
/// A simulated month of twelve deployments in which nothing goes wrong, sent over real OTLP in order of its own time.
/// </summary>
internal sealed class QuietMonth(OtlpClient otlp, int seed)
{
    private const int Days = 30;

    /// <summary>Conversations of one deployment in one simulated day.</summary>
    private const int ConversationsPerDay = 80;

    private static readonly string[] s_deployments =
    [
        "support-assistant", "support-letters", "claims-triage", "claims-letters", "code-helper", "code-review",
        "health-faq", "search-summary", "voice-desk", "travel-planner", "internal-wiki", "onboarding-guide",
    ];

    internal static int Deployments => s_deployments.Length;

    /// <summary>
    /// Plays the month that ends at <paramref name="until"/>; returns how many observations were acknowledged.
    /// </summary>
    internal async Task<int> PlayAsync(DateTimeOffset until, CancellationToken stop)
    {
        var senders = s_deployments
            .Select((name, index) => new Month(
                new SyntheticSender(name, "acme-" + name.Split('-')[0], name + "-a"), new Dice(seed + index)))
            .ToList();
        var sent = 0;
        for (var day = 0; day < Days; day++)
        {
            var midnight = until.AddDays(day - Days);
            var days = await Task.WhenAll(senders.Select(sender => sender.PlayDayAsync(otlp, midnight, until, stop)));
            sent += days.Sum();
        }

        return sent;
    }

    /// <summary>One deployment's month: its own dice, so that deployments do not shape each other.</summary>
    private sealed class Month(SyntheticSender sender, Dice dice)
    {
        private static readonly Behaviour s_quiet = new();

        private readonly OtlpBatch _batch = new(sender);
        private readonly string[] _users = [.. Enumerable.Range(0, 200).Select(_ => dice.Hex(6))];

        internal async Task<int> PlayDayAsync(
            OtlpClient otlp, DateTimeOffset midnight, DateTimeOffset until, CancellationToken stop)
        {
            var mean = TimeSpan.FromDays(1) / ConversationsPerDay;
            for (var at = midnight; at < midnight.AddDays(1); at += mean * dice.Exponential(1) / Daytime(at))
            {
                var conversation = Conversation.Draw(dice, s_quiet, "v1", dice.Pick(_users), at);
                if (conversation.EndedAt < until)
                {
                    sender.Tell(_batch, conversation, dice);
                }
            }

            var count = _batch.Spans + _batch.Records;
            await otlp.SendAsync(_batch, stop);
            return count;
        }

        /// <summary>Half as busy at night as the mean, half again at noon.</summary>
        private static double Daytime(DateTimeOffset at) =>
            1 - (0.5 * Math.Cos(2 * Math.PI * at.TimeOfDay.TotalDays));
    }
}
