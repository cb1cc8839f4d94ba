using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>In what a signal's values are said.</summary>
internal enum SignalUnit
{
    /// <summary>0..1, said in percent.</summary>
    Share,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Tokens.</summary>
    Tokens,

    /// <summary>0..1, said as it is.</summary>
    Score,

    /// <summary>A difference of two scores, −1..1; read as x = (1 + difference) / 2.</summary>
    Gap,
}

/// <summary>What could have said a signal: the denominator of its coverage.</summary>
internal enum Among
{
    /// <summary>Calls of a model.</summary>
    ModelCalls,

    /// <summary>Calls of tools.</summary>
    ToolCalls,

    /// <summary>Scores by judges.</summary>
    Evaluations,

    /// <summary>Runs and steps of agents.</summary>
    Runs,

    /// <summary>Ratings by users.</summary>
    Ratings,

    /// <summary>Probes, one record per variant.</summary>
    Probes,

    /// <summary>Decisions by people.</summary>
    Decisions,
}

/// <summary>How one signal is measured, how much it matters, and what it cannot see.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">As pages say it.</param>
/// <param name="Word">As metrics, addresses and fingerprints spell it.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="Measure">How a stream of it is read.</param>
/// <param name="Severity">What it suggests; <see cref="Severity.Sev5"/> is a note.</param>
/// <param name="Among">What could have said it.</param>
/// <param name="Needs">What a sender would have to add.</param>
/// <param name="Blind">What it cannot see, one sentence.</param>
internal sealed record WatchedSignal(
    SignalKind Kind,
    string Name,
    string Word,
    SignalUnit Unit,
    Measure Measure,
    Severity Severity,
    Among Among,
    string Needs,
    string Blind)
{
    /// <summary>A value of the stream in the signal's own unit.</summary>
    internal double Said(double value) => Unit is SignalUnit.Gap ? (2 * value) - 1 : value;

    /// <summary>A difference of two values of the stream in the signal's own unit.</summary>
    internal double SaidDifference(double difference) => Unit is SignalUnit.Gap ? 2 * difference : difference;
}
