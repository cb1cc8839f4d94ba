namespace Governance.Server.Intake.Completeness;

/// <summary>By what an instance counts what it sends, the better the later.</summary>
internal enum CountedBy
{
    /// <summary>The histogram of its calls, which its instrumentation keeps for another purpose.</summary>
    CallHistogram,

    /// <summary>The metric <c>governance.sender.records</c>.</summary>
    RecordCounter,

    /// <summary>Its numbered statements: a lost one is noticed.</summary>
    NumberedStatements,
}
