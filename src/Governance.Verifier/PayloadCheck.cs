using System.Text;
using System.Text.Json;
using Governance.Transparency;
using Governance.Transparency.Leaves;

namespace Governance.Verifier;

/// <summary>
/// Holds exported payloads against the salted hashes of their leaves. A line of a payload file is a JSON object with
/// position, salt (base64), data (the exact payload text) and the columns id, causation, user, dotnetType, headers.
/// </summary>
internal sealed class PayloadCheck(LogFolder folder)
{
    // Bounded: past this many absent payloads the rest is counted, not listed.
    private const int MostAbsent = 10_000;
    private const string Erased = "payload.erased";

    private readonly Dictionary<long, JsonElement> _lines = [];
    private readonly HashSet<long> _absent = [];
    private readonly HashSet<long> _erased = [];
    private string? _unreadable;

    /// <summary>Payloads that were held against their leaves.</summary>
    public long Checked { get; private set; }

    /// <summary>Reads the payloads that belong to one bundle.</summary>
    public void Open(long bundle)
    {
        _lines.Clear();
        _unreadable = null;
        foreach (var line in folder.PayloadLines(bundle) ?? [])
        {
            try
            {
                var json = JsonDocument.Parse(line).RootElement;
                _lines[json.GetProperty("position").GetInt64()] = json;
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                _unreadable = ExportLayout.Payloads(bundle);
            }
        }
    }

    /// <summary>What is wrong with the payload of the leaf at that index, or null.</summary>
    public Finding? Judge(Leaf leaf, long index)
    {
        if (!_lines.TryGetValue(index + 1, out var line))
        {
            if (_unreadable is not null)
                return new Finding(Code.PayloadMismatch, index, $"a line of {_unreadable} cannot be read.");
            if (_absent.Count < MostAbsent)
                _absent.Add(index + 1);
            return null;
        }
        try
        {
            return Compare(leaf, line) is { } wrong ? new Finding(Code.PayloadMismatch, index, wrong) : null;
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return new Finding(Code.PayloadMismatch, index, "its line lacks the salt, the data or a column.");
        }
    }

    /// <summary>Absent payloads: erased by a fact of the log, or missing.</summary>
    public IEnumerable<Finding> Absent() => _absent.Order().Select(position => _erased.Contains(position)
        ? new Finding(Code.Redacted, position - 1, "its payload was erased; a fact of the log says so.")
        : new Finding(Code.PayloadMissing, position - 1, "its payload is absent, and no fact says why."));

    private string? Compare(Leaf leaf, JsonElement line)
    {
        Checked++;
        var salt = line.GetProperty("salt").GetBytesFromBase64();
        var data = line.GetProperty("data").GetString() ?? "";
        if (SaltedHash.OfPayload(salt, Encoding.UTF8.GetBytes(data)) != leaf.Data)
            return "the payload is not the one the leaf committed to.";
        var meta = SaltedHash.OfColumns(
            salt, Text(line, "id"), Text(line, "causation"), Text(line, "user"), Text(line, "dotnetType"),
            Text(line, "headers"));
        if (meta != leaf.Meta)
            return "a column is not the one the leaf committed to.";
        if (leaf.Type == Erased && JsonDocument.Parse(data).RootElement.TryGetProperty("position", out var position))
            _erased.Add(position.GetInt64());
        return null;
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
