namespace Governance.EventSourcing.Appending;

/// <summary>Bounds of the append path. Together they keep the lock under 50 ms on two cores.</summary>
internal static class AppendLimits
{
    /// <summary>Events written under one lock: about 20 ms of inserts.</summary>
    public const int EventsPerBatch = 2_000;

    /// <summary>Payload and row bytes written under one lock, unless a single append has more.</summary>
    public const long BytesPerBatch = 4 * 1024 * 1024;

    /// <summary>Appends with row guards in one batch: each costs a round trip under the lock.</summary>
    public const int RowGuardedPerBatch = 64;

    /// <summary>Governed appends that may wait; far more than people and detectors can cause in a second.</summary>
    public const int GovernedWaiting = 4_096;

    /// <summary>Behaviour appends that may wait; each is already a batch of observations.</summary>
    public const int BehaviourWaiting = 1_024;

    /// <summary>Callers that may wait for room in a full queue; each holds its own request meanwhile.</summary>
    public const int Hoping = 8_192;

    /// <summary>Stream versions remembered between batches; past it they are forgotten and read again.</summary>
    public const int StreamHeads = 100_000;

    /// <summary>Rows between the known head and the store's that are read to bring the versions up to date.</summary>
    public const int RowsToCatchUp = 10_000;

    /// <summary>
    /// From this many waiting appends on a batch goes to the door while the one before it is still inside.
    /// </summary>
    public const int WorthOverlapping = 16;

    /// <summary>From this many events on a binary COPY is cheaper than one INSERT.</summary>
    public const int CopyFrom = 24;

    /// <summary>Seconds until a statement of the appender that does not answer is given up.</summary>
    public const int CommandTimeoutSeconds = 10;

    /// <summary>
    /// Tries of an append whose batch broke, waited too long or lost a deadlock, before its caller is told.
    /// </summary>
    public const int Tries = 3;
}
