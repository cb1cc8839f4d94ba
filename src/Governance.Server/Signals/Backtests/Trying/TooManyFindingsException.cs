namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>The answer would be longer than anybody reads; the question must be smaller.</summary>
internal sealed class TooManyFindingsException(int most) : Exception(
    $"There would have been more than {most} signals. Choose a shorter range, fewer deployments, or a smaller budget.");
