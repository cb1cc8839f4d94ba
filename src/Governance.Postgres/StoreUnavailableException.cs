using System.Net.Sockets;
using Npgsql;

namespace Governance.Postgres;

/// <summary>
/// The database cannot be reached, is starting or stopping, or is so busy that waiting longer helps nobody. Nothing
/// acknowledged is affected; the caller may try again after <see cref="RetryAfter"/>.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What a client is told: short, since the store comes back by itself.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether an error means that the database is away, as against a statement it refused.</summary>
    public static bool Describes(Exception error) => error switch
    {
        StoreUnavailableException => true,
        PostgresException refused => IsAway(refused.SqlState),
        NpgsqlException => true,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    // 08: connection; 57P01–57P03: stopped, crashed, starting up; 53: out of connections, memory or disk.
    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state is "57P01" or "57P02" or "57P03";
}
