using System.Security.Cryptography;
using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing;

/// <summary>What a store may be told. The defaults are for production.</summary>
public sealed record EventStoreOptions
{
    /// <summary>Fills the salt of an event's hashes; must not be guessable.</summary>
    public Action<byte[]> FillSalt { get; init; } = salt => RandomNumberGenerator.Fill(salt);

    /// <summary>The event types that sessions write and read.</summary>
    public EventRegistry Events { get; init; } = new();

    /// <summary>How often the head is read from the database although nothing was heard of.</summary>
    public TimeSpan HeadPolling { get; init; } = TimeSpan.FromSeconds(1);
}
