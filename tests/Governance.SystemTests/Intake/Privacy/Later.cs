namespace Governance.SystemTests.Intake.Privacy;

/// <summary>The time, so much later.</summary>
internal sealed class Later(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
