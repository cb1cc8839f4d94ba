namespace Governance.Domain.Clocks.Regimes;

/// <summary>What a row means for one incident.</summary>
public enum Standing
{
    /// <summary>Its clock runs.</summary>
    Applies,

    /// <summary>It applies, and asks for a report that a stricter row asks for as well.</summary>
    Superseded,

    /// <summary>It will apply once its start comes: a report sent, the incident resolved.</summary>
    Waits,

    /// <summary>Its circumstances are not given.</summary>
    NotApplicable,

    /// <summary>Adopted, and not yet in force at the time that counts.</summary>
    NotYetApplicable,

    /// <summary>No longer in force at the time that counts.</summary>
    NoLongerApplicable,

    /// <summary>A draft, disabled, or never read at its source: it never counts as law.</summary>
    NotLaw,
}

/// <summary>A row's standing with its reason.</summary>
/// <param name="Row">The row's id.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record RowVerdict(string Row, Standing Standing, string Reason);
