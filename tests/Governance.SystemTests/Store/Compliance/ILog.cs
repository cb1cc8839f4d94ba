using System.Text.Json.Nodes;

namespace Governance.SystemTests.Store.Compliance;

/// <summary>What the suite asks of a log, however it is written to: the border that a stand-in fills.</summary>
public interface ILog : IAsyncDisposable
{
    /// <summary>Appends, all or nothing. Answers the new version, or null when a version was in the way.</summary>
    /// <param name="stream">Stream id.</param>
    /// <param name="expected">Version that the stream must have; null for any.</param>
    /// <param name="facts">Ids and JSON.</param>
    Task<long?> AppendAsync(string stream, long? expected, params (Guid Id, string Json)[] facts);

    /// <summary>Nothing is appended to the stream any more.</summary>
    Task ArchiveAsync(string stream);

    /// <summary>A stream's facts in order.</summary>
    Task<IReadOnlyList<LogFact>> FetchAsync(string stream);

    /// <summary>The whole log in order.</summary>
    Task<IReadOnlyList<LogFact>> ReadAllAsync();
}

/// <summary>A stored fact.</summary>
public sealed record LogFact(long Position, string Stream, long Version, Guid Id, JsonNode? Data);
