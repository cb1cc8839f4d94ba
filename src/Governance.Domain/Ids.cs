namespace Governance.Domain;

/// <summary>A deployed model, opaque and ours: derived from the sender's name under the installation's key.</summary>
public readonly record struct DeploymentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An incident.</summary>
public readonly record struct IncidentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A staged rollout of one candidate version on one deployment.</summary>
public readonly record struct RolloutId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An order to stop serving.</summary>
public readonly record struct HaltId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A person, as a pseudonym: the log never carries a name.</summary>
public readonly record struct PersonId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// A version of a model as its owner names it, e.g. <c>v2</c>. It is what gateways are told to serve.
/// </summary>
public readonly record struct ModelVersion(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What makes two signals the same finding: a hash over declared attributes.</summary>
public readonly record struct Fingerprint(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
