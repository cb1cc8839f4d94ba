namespace Governance.Server.Pipeline;

/// <summary>
/// A read model held in memory, for answers that must be instant: it is given every fact from the log's beginning at
/// each start, then each new one within milliseconds, in order, by one caller at a time. It must be bounded by what the
/// organisation runs, never by the log's length.
/// </summary>
public interface IFold
{
    /// <summary>Whether it also wants the headers of behaviour segments.</summary>
    bool WantsBehaviour => false;

    /// <summary>Takes one fact in. It must not throw: a fact it does not care for is left alone.</summary>
    void Apply(Fact fact);
}
