namespace Governance.Postgres.Embedded;

/// <summary>
/// The private database cannot be had as asked; the message names the cause and the ways out. Not worth retrying
/// without a change by a human.
/// </summary>
public sealed class ClusterException(string message, Exception? cause = null) : Exception(message, cause);
