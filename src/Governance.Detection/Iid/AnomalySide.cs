namespace Governance.Detection.Iid;

/// <summary>Which side of the past counts as an anomaly.</summary>
public enum AnomalySide
{
    /// <summary>Only large values.</summary>
    Positive,

    /// <summary>Only small values.</summary>
    Negative,

    /// <summary>Both, at the stated level together.</summary>
    TwoSided,
}

/// <summary>How a change point detector bets on its p-values.</summary>
public enum MartingaleType
{
    /// <summary>Not at all: the last two-sided p-value alone, against 1 / A.</summary>
    None,

    /// <summary>ε p^(ε−1).</summary>
    Power,

    /// <summary>The mixture of all ε.</summary>
    Mixture,
}
