using System.Text;
using System.Text.Json;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Tiles;

namespace Governance.Verifier;

/// <summary>
/// Holds exported payloads against the salted hashes of their leaves. A line of a payload file is a JSON object with
/// position, salt (base64), data (the exact payload text) and the columns id, causation, user, dotnetType, headers;
/// each position has one line, and a line has nothing else, for nothing else is signed.
/// </summary>
internal sealed class PayloadCheck(LogFolder folder, long size)
{
    // Bounded: past this many absent payloads the rest is one finding.
    private const int MostAbsent = 10_000;

    // Bounded: this many tell that the files were added to.
    private const int MostUnexpected = 20;
    private const string Erased = "payload.erased";

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal)
    {
        "position", "salt", "data", "id", "causation", "user", "dotnetType", "headers",
    };

    private readonly Dictionary<long, JsonElement> _lines = [];
    private readonly HashSet<long> _absent = [];
    private readonly HashSet<long> _erased = [];
    private readonly List<Finding> _unexpected = [];
    private long? _firstUnlisted;
    private string? _unreadable;

    /// <summary>Payloads that are what their leaves committed to.</summary>
    public long Sound { get; private set; }

    /// <summary>What the payload files hold beyond one line for each position.</summary>
    public IReadOnlyList<Finding> Unexpected => _unexpected;

    /// <summary>Reads the payloads that belong to one bundle.</summary>
    public void Open(long bundle)
    {
        _lines.Clear();
        _unreadable = null;
        foreach (var (number, line) in (folder.PayloadLines(bundle) ?? []).Index())
        {
            try
            {
                Keep(JsonDocument.Parse(line, s_strict).RootElement, bundle);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
                or FormatException)
            {
                _unreadable = ExportLayout.Payloads(bundle);
                Add(null, $"line {number + 1} of {_unreadable} is no payload: unreadable, or a key twice.");
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
            else
                _firstUnlisted ??= index;
            return null;
        }
        try
        {
            if (Compare(leaf, line) is { } wrong)
                return new Finding(Code.PayloadMismatch, index, wrong);
            Sound++;
            return null;
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException
            or JsonException)
        {
            return new Finding(Code.PayloadMismatch, index, "its line lacks the salt, the data or a column.");
        }
    }

    /// <summary>Absent payloads: erased by a fact of the log, or missing.</summary>
    public IEnumerable<Finding> Absent()
    {
        var listed = _absent.Order().Select(position => _erased.Contains(position)
            ? new Finding(Code.Redacted, position - 1, "its payload was erased; a fact of the log says so.")
            : new Finding(Code.PayloadMissing, position - 1, "its payload is absent, and no fact says why."));
        return _firstUnlisted is { } first
            ? listed.Append(new Finding(Code.PayloadMissing, first, "from here on absent payloads were not listed."))
            : listed;
    }

    private void Keep(JsonElement line, long bundle)
    {
        var position = line.GetProperty("position").GetInt64();
        if (position < 1 || position > size)
            Add(null, $"{ExportLayout.Payloads(bundle)} has a line for position {position}; {size} are signed.");
        else if ((position - 1) / TileAddress.FullWidth != bundle)
            Add(position - 1, $"a line for it stands in {ExportLayout.Payloads(bundle)}, not in its own file.");
        else if (!_lines.TryAdd(position, line))
            Add(position - 1, $"{ExportLayout.Payloads(bundle)} has a second line for it.");
        else if (line.EnumerateObject().Select(p => p.Name).FirstOrDefault(k => !s_keys.Contains(k)) is { } key)
            Add(position - 1, $"its payload line says {JsonSerializer.Serialize(key)}, which nobody signed.");
    }

    private void Add(long? index, string detail)
    {
        if (_unexpected.Count < MostUnexpected)
            _unexpected.Add(new Finding(Code.Unexpected, index, detail));
    }

    private string? Compare(Leaf leaf, JsonElement line)
    {
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
