namespace Governance.Detection.Sequential;

/// <summary>An interval that holds the true value at all times at once, with the stated confidence.</summary>
public readonly record struct ConfidenceInterval(double Lower, double Upper);
