namespace Governance.Benchmarks.Detection.Opponents;

/// <summary>Whatever watches one stream of numbers and says at which point it has changed.</summary>
internal interface IChangeDetector
{
    /// <summary>Takes in one value; true when it alarms.</summary>
    bool Observe(double value);
}
