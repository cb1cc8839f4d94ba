namespace Governance.Domain;

/// <summary>
/// A business "no". <paramref name="Code"/> is public and stable (snake_case, it is part of the API);
/// <paramref name="Detail"/> is one sentence for the person who asked.
/// </summary>
public abstract record Refusal(string Code, string Detail);
