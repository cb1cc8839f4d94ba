namespace Governance.Server.Audit.Signing;

/// <summary>
/// How the log stands, as this node knows it: what is signed, what is wrong, how far self-audit has looked.
/// </summary>
internal sealed class LogState
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest signed tree that this node made or read.</summary>
    public SignedTree? Signed { get; private set; }

    /// <summary>Why nothing is signed; null while the log is sound.</summary>
    public LogDamage? Damage { get; private set; }

    /// <summary>Rows up to here were held against the signed log in the present pass.</summary>
    public long SweptTo { get; private set; }

    /// <summary>When the last whole pass over the log ended without a finding; null before the first.</summary>
    public DateTimeOffset? SoundAt { get; private set; }

    public void Sign(SignedTree tree) => Change(() => Signed = tree);

    public void Break(LogDamage damage) => Change(() => Damage ??= damage);

    public void Mend() => Change(() => Damage = null);

    public void Sweep(long to) => Change(() => SweptTo = to);

    public void PassEnded(DateTimeOffset at) => Change(() => (SoundAt, SweptTo) = (at, 0));

    /// <summary>Completes when <paramref name="condition"/> holds.</summary>
    public async Task WaitUntilAsync(Func<LogState, bool> condition, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(this))
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(ct);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.SetResult();
    }
}
