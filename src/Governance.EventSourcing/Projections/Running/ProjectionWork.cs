using Npgsql;

namespace Governance.EventSourcing.Projections.Running;

/// <summary>A projection and all that it takes to run it.</summary>
/// <param name="Knows">Whether this binary knows an event type; null when nobody can say.</param>
internal sealed record ProjectionWork(
    Projection Projection,
    EventStore Store,
    NpgsqlDataSource Database,
    TimeProvider Clock,
    Func<string, bool>? Knows)
{
    /// <summary>What readers select from.</summary>
    public string View => $"{Projection.TableName}_v{Projection.Version}";

    /// <summary>The rows of a generation.</summary>
    public string TableOf(int generation) => $"{View}_g{generation}";

    /// <summary>The checkpoint of a generation that is being built.</summary>
    public string FollowerOf(int generation) => $"{Projection.Follower}:G{generation}";
}
