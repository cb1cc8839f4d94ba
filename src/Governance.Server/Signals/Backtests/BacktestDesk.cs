using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Backtests;

/// <summary>Takes questions to the past, and pins them to positions of the log.</summary>
internal sealed class BacktestDesk(
    BacktestBoard board,
    LogMap map,
    EventStore store,
    PolicyBook policies,
    Transactor transactor,
    FoldRunner folds,
    TimeProvider clock)
{
    /// <summary>Back-tests that wait or run; who asks for more waits first.</summary>
    private const int MostRunning = 20;

    /// <summary>Begins a back-test.</summary>
    internal async Task<(string Id, Outcome<Backtest> Outcome)> AskAsync(
        BacktestWish wish, Actor by, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        if (board.Running().Count >= MostRunning)
            return (id, new Outcome<Backtest>.Refused(new TooManyBacktests(MostRunning)));
        var known = await map.DeploymentsAsync(ct);
        if (wish.Deployments.FirstOrDefault(name => !known.Any(one => IsMeant(one, name))) is { } stranger)
            return (id, new Outcome<Backtest>.Refused(new NobodyOfThatName(stranger)));
        var (a, wrong) = (wish.A ?? new VariantWish()).Under(policies.Now);
        var (b, alsoWrong) = wish.B?.Under(policies.Now) ?? (null, null);
        if ((wrong ?? alsoWrong) is { } refusal)
            return (id, new Outcome<Backtest>.Refused(refusal));
        var head = (await store.HeadAsync(ct)).Position;
        if (await PositionAsync(wish.From, 1, ct) is not { } from)
            return (id, new Outcome<Backtest>.Refused(new NoSuchMoment(wish.From!)));
        if (await PositionAsync(wish.Until, head, ct) is not { } until)
            return (id, new Outcome<Backtest>.Refused(new NoSuchMoment(wish.Until!)));
        var request = new BacktestRequest(
            [
                .. known
                    .Where(one => wish.Deployments.Count == 0 || wish.Deployments.Any(name => IsMeant(one, name)))
                    .Select(one => one.Id),
            ],
            IsTime(wish.From) ? from + 1 : from,
            Math.Min(until, head),
            head,
            a!,
            b);
        var outcome = await transactor.TransactAsync(
            BacktestBoard.Stream, id, (backtest, _) => new RequestBacktest(request, by).Decide(backtest), by, ct: ct);
        return (id, outcome);
    }

    /// <summary>Ends a back-test that nobody wants any more; null: there is none.</summary>
    internal async Task<Outcome<Backtest>?> CancelAsync(string id, Actor by, CancellationToken ct)
    {
        if (board.Find(id) is null)
            return null;
        return await transactor.TransactAsync(
            BacktestBoard.Stream, id, (backtest, _) => new CancelBacktest(by).Decide(backtest), by, ct: ct);
    }

    /// <summary>The board as of an act.</summary>
    internal Task WaitForAsync(long position, CancellationToken ct) => folds.WaitForAsync(position, ct);

    private static bool IsMeant(StreamedDeployment one, string name) => one.Name == name || one.Id.Value == name;

    private static bool IsTime(string? moment) =>
        !string.IsNullOrWhiteSpace(moment) && !long.TryParse(moment, CultureInfo.InvariantCulture, out _);

    private async Task<long?> PositionAsync(string? moment, long otherwise, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(moment))
            return otherwise;
        if (long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return position;
        return DateTimeOffset.TryParse(
            moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? await map.PositionAtAsync(time, ct)
            : null;
    }

    /// <summary>Neither a position nor a time.</summary>
    internal sealed record NoSuchMoment(string Moment) : Refusal(
        "backtest_moment", $"“{Moment}” is neither a position of the log nor a time such as 2026-11-01T08:00Z.");

    /// <summary>No deployment of that name or id has ever streamed.</summary>
    internal sealed record NobodyOfThatName(string Name) : Refusal(
        "backtest_deployment_unknown", $"No deployment of the name or id “{Name}” has ever streamed.");

    /// <summary>Others wait already.</summary>
    internal sealed record TooManyBacktests(int Most) : Refusal(
        "backtest_too_many", $"{Most} back-tests wait or run already. Cancel one, or try again later.");
}
