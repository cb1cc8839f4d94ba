using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Domain;

namespace Governance.Server.Incidents;

/// <summary>
/// Incident ids. One that follows from the log is derived from its cause, so that the cause handled twice, or on two
/// nodes, still names one stream, and the stream is the uniqueness.
/// </summary>
internal static class IncidentIds
{
    /// <summary>Hex digits of an id: 64 bits, far more than incidents anyone will have.</summary>
    private const int Length = 16;

    /// <summary>The nth incident of one finding, counted from 1.</summary>
    internal static IncidentId OfFinding(Fingerprint fingerprint, int n) =>
        Derived("finding", fingerprint.Value, n.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The incident that a thing with a stream of its own leads to, e.g. an order that was not obeyed.
    /// </summary>
    internal static IncidentId OfStream(string streamId) => Derived("stream", streamId);

    /// <summary>The incident that one fact leads to.</summary>
    internal static IncidentId OfPosition(long position) =>
        Derived("position", position.ToString(CultureInfo.InvariantCulture));

    /// <summary>The incident that a person declares; sending the same key again declares no second one.</summary>
    internal static IncidentId OfRequest(Actor by, string idempotencyKey) =>
        Derived("request", by.Id, idempotencyKey);

    private static IncidentId Derived(params string[] parts) => new(Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes("incident\n" + string.Join('\n', parts))))[..Length]);
}
