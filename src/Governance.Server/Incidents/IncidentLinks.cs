using System.Globalization;
using Governance.Domain;

namespace Governance.Server.Incidents;

/// <summary>Where incidents are found, for other slices' pages.</summary>
public static class IncidentLinks
{
    /// <summary>The triage queue.</summary>
    public const string Queue = "/incidents";

    /// <summary>The incident's room.</summary>
    public static string Room(IncidentId id) => $"{Queue}/{id}";

    /// <summary>What people call the incident that was declared at this position.</summary>
    public static string Name(long position) => string.Create(CultureInfo.InvariantCulture, $"INC-{position}");

    /// <summary>Where the fact at a position is shown with its proof.</summary>
    internal static string Proof(long position) => string.Create(CultureInfo.InvariantCulture, $"/audit/{position}");

    /// <summary>The view of the queue that an act came from; never an address elsewhere.</summary>
    internal static string BackToQueue(string? address) =>
        address == Queue || address?.StartsWith(Queue + "?", StringComparison.Ordinal) == true ? address : Queue;
}
