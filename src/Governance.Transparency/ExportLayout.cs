using Governance.Transparency.Tiles;

namespace Governance.Transparency;

/// <summary>Where an exported log keeps what lies beside its tlog-tiles files.</summary>
public static class ExportLayout
{
    /// <summary>The newest checkpoint.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>Earlier checkpoints, one file each, named by their size.</summary>
    public const string History = "checkpoints";

    /// <summary>The log's verifier key.</summary>
    public const string Key = "trust/log.vkey";

    /// <summary>What the export holds; <c>payloads</c> is <c>all</c> or <c>none</c>.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>How to check it without us.</summary>
    public const string Instructions = "VERIFY.md";

    /// <summary>
    /// The payloads of one bundle's facts, a JSON object a line: position, salt (base64), data (the exact text), and
    /// the columns id, causation, user, dotnetType, headers.
    /// </summary>
    public static string Payloads(long bundle) => $"payloads/{TileAddress.IndexPath(bundle)}.ndjson";
}
