using Governance.Domain.Signals.Backtests;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Server.Signals.Backtests.Pages;

/// <summary>The list of back-tests, and the form that begins one.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Deployments">Those that can be chosen.</param>
/// <param name="Chosen">The name of one that is ticked already; null: none.</param>
public sealed record BacktestsView(
    IReadOnlyList<BacktestEntry> Entries, IReadOnlyList<StreamedDeployment> Deployments, string? Chosen)
{
    /// <summary>The names of an entry's deployments, as few as a line holds.</summary>
    public string WhomOf(BacktestEntry entry) => BacktestText.Whom(entry.State.Request!.Deployments, Deployments);
}

/// <summary>One back-test.</summary>
/// <param name="Entry">Where it stands.</param>
/// <param name="Standing">How far it has come.</param>
/// <param name="Deployments">Names of those that have streamed.</param>
/// <param name="Signals">One page of its findings.</param>
/// <param name="After">Findings before this page.</param>
/// <param name="Timeline">Findings along time; null while there is nothing to draw.</param>
public sealed record BacktestView(
    BacktestEntry Entry,
    BacktestStanding Standing,
    IReadOnlyList<StreamedDeployment> Deployments,
    IReadOnlyList<ComparedSignal> Signals,
    int After,
    BacktestTimeline? Timeline)
{
    /// <summary>Findings on one page.</summary>
    public const int PerPage = 100;

    /// <summary>Its question and its answer.</summary>
    public Backtest State => Entry.State;

    /// <summary>What was asked.</summary>
    public BacktestRequest Request => Entry.State.Request!;

    /// <summary>The answer in numbers; null before there is one.</summary>
    public BacktestSummary? Summary => Entry.State.Summary;

    /// <summary>Its deployments, as few as a line holds.</summary>
    public string Whom => BacktestText.Whom(Request.Deployments, Deployments);

    /// <summary>Of its page.</summary>
    public string Address => $"/backtests/{Entry.Id}";

    /// <summary>The findings after these.</summary>
    public string? Next => After + PerPage < Summary?.Rows
        ? FormattableString.Invariant($"{Address}?after={After + PerPage}")
        : null;

    /// <summary>The findings before these.</summary>
    public string? Previous => After > 0
        ? FormattableString.Invariant($"{Address}?after={Math.Max(0, After - PerPage)}")
        : null;
}
