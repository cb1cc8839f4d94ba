using Governance.Postgres;

namespace Governance.Server.Shell.Errors;

/// <summary>Tells "the database is away" from every other failure, however deep it is wrapped.</summary>
public static class DatabaseDown
{
    /// <summary>True for a lost or refused connection and for a server that is starting or stopping.</summary>
    public static bool Is(Exception? failure) =>
        failure is not null
        && failure is not BadHttpRequestException
        && (StoreUnavailableException.Describes(failure) || Is(failure.InnerException));
}
