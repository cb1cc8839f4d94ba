using Governance.Server.Shell.Live;

namespace Governance.Server.Intake.Pages;

/// <summary>
/// Has open pages of intake look again while something streams. Segments give no hints of their own: there are too many
/// of them.
/// </summary>
internal sealed class IntakePulse(IntakeBoard board, LiveFeed feed, TimeProvider clock) : BackgroundService
{
    /// <summary>The id that pages of intake listen to.</summary>
    public const string Hint = "intake";

    /// <summary>Often enough to watch a sender begin, and a page costs a millisecond.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    /// <summary>Rates go on falling for so long after the last segment.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (seen, moved) = (board.Version, DateTimeOffset.MinValue);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = clock.GetUtcNow();
            if (board.Version != seen)
                (seen, moved) = (board.Version, now);
            if (feed.IsHeard && now - moved < s_memory)
                feed.TellOf(Hint, now.ToUnixTimeMilliseconds());
        }
    }
}
