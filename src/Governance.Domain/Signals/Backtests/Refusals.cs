namespace Governance.Domain.Signals.Backtests;

/// <summary>Nothing lies between these positions.</summary>
public sealed record BacktestRangeEmpty(long From, long Until) : Refusal(
    "backtest_range_empty", $"There is nothing in the log from position {From} to position {Until}.");

/// <summary>There must be somebody to judge, and not the whole world.</summary>
public sealed record BacktestOfNobody(int Deployments) : Refusal(
    "backtest_deployments",
    $"A back-test is of 1 to {BacktestRequest.MostDeployments} deployments, not of {Deployments}.");

/// <summary>No detector can work with such a setting.</summary>
public sealed record BacktestSettingOutOfRange(string Setting, double Value, double Least, double Most) : Refusal(
    "backtest_setting_out_of_range", $"The {Setting} of a back-test may be {Least} to {Most}, not {Value}.");

/// <summary>A detector is set in one way in one configuration: also what it has on trial is one.</summary>
public sealed record BacktestDetectorTwice(SignalKind Signal) : Refusal(
    "backtest_detector_twice", $"One configuration of a back-test sets a detector once: {Signal} is set twice.");

/// <summary>It has ended, or nobody has asked for it.</summary>
public sealed record BacktestNotRunning(BacktestStatus Status) : Refusal(
    "backtest_not_running", $"This back-test is not at work: it is {Status.ToString().ToLowerInvariant()}.");
