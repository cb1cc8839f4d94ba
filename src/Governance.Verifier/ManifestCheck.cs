using System.Text.Json;
using Governance.Transparency;
using Governance.Transparency.Notes;

namespace Governance.Verifier;

/// <summary>
/// Holds the manifest against the checkpoint. Nobody signs it: it may explain what is absent, never excuse what is
/// there.
/// </summary>
internal static class ManifestCheck
{
    /// <summary>What is wrong with it or worth telling, and whether it says that no payloads came along.</summary>
    public static (List<Finding> Findings, bool SaysNone) Run(string? text, Checkpoint checkpoint)
    {
        if (text is null)
            return ([new Finding(Code.Note, null, $"there is no {ExportLayout.Manifest}.")], false);
        try
        {
            using var document = JsonDocument.Parse(text);
            var manifest = document.RootElement;
            var findings = new List<Finding>();
            Compare(manifest, "origin", checkpoint.Origin, findings);
            Compare(manifest, "size", checkpoint.Size, findings);
            Compare(manifest, "root", checkpoint.Root.ToBase64(), findings);
            if (manifest.TryGetProperty("damage", out var damage) && damage.ValueKind != JsonValueKind.Null)
                findings.Add(new Finding(Code.Note, null, $"the export told of damage: {damage.GetRawText()}"));
            if (manifest.TryGetProperty("beyond", out var beyond) && beyond.GetInt64() > 0)
                findings.Add(new Finding(Code.Note, null, $"{beyond} more facts were recorded, but not signed."));
            return (findings, manifest.TryGetProperty("payloads", out var which) && which.GetString() == "none");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return ([new Finding(Code.ManifestMismatch, null, $"{ExportLayout.Manifest} cannot be read.")], false);
        }
    }

    private static void Compare<T>(JsonElement manifest, string name, T signed, List<Finding> findings)
    {
        if (manifest.TryGetProperty(name, out var said) && said.ToString() != $"{signed}")
        {
            findings.Add(new Finding(Code.ManifestMismatch, null,
                $"{ExportLayout.Manifest} says {name} {said}, the checkpoint {signed}."));
        }
    }
}
