namespace Governance.Detection.Ssa;

/// <summary>How far a value lies from its forecast.</summary>
public enum ErrorFunction
{
    /// <summary>Observed − expected.</summary>
    SignedDifference,

    /// <summary>|observed − expected|.</summary>
    AbsoluteDifference,

    /// <summary>(observed − expected) / expected.</summary>
    SignedProportion,

    /// <summary>|observed − expected| / |expected|.</summary>
    AbsoluteProportion,

    /// <summary>(observed − expected)².</summary>
    SquaredDifference,
}

internal static class Errors
{
    internal static double Of(this ErrorFunction function, double observed, double expected) => function switch
    {
        ErrorFunction.AbsoluteDifference => Math.Abs(observed - expected),
        ErrorFunction.SignedProportion => expected == 0 ? 0 : (observed - expected) / expected,
        ErrorFunction.AbsoluteProportion => expected == 0 ? 0 : Math.Abs((observed - expected) / expected),
        ErrorFunction.SquaredDifference => (observed - expected) * (observed - expected),
        _ => observed - expected,
    };
}
