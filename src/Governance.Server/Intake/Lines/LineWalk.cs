using System.Text.Json;

namespace Governance.Server.Intake.Lines;

/// <summary>The kind of a line, before anything else of it is read.</summary>
/// <param name="Kind">Null when there is none, or one that this version does not know.</param>
/// <param name="IsStated">True when the line has a kind.</param>
internal readonly record struct KindFound(LineKind? Kind, bool IsStated);

/// <summary>Walks the members of one line; names nested in objects are joined by dots.</summary>
internal sealed class LineWalk
{
    /// <summary>Longest path; a longer one is no field.</summary>
    private const int MaxPathBytes = 256;

    private readonly byte[] _path = new byte[MaxPathBytes];

    /// <summary>Looks for the kind, which stands first by habit. The reader stands on the line's start.</summary>
    public static KindFound KindOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind)
            {
                return reader.TokenType is JsonTokenType.String
                    ? new KindFound(LineKind.Of(reader.ValueSpan), IsStated: true)
                    : default;
            }
            reader.Skip();
        }
        return default;
    }

    /// <summary>Shows every field of the line; the reader is left at the line's end.</summary>
    public void Read(
        scoped ref Utf8JsonReader reader, LineKind kind, LineSays says, HeldFields? held, LinesRead read) =>
        Members(ref reader, kind, says, held, read, prefix: 0);

    private void Members(
        scoped ref Utf8JsonReader reader, LineKind kind, LineSays says, HeldFields? held, LinesRead read, int prefix)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var path = Path(ref reader, prefix);
            reader.Read();
            if (reader.TokenType is JsonTokenType.Null)
                continue;
            if (reader.TokenType is JsonTokenType.StartObject && !path.IsEmpty)
                Members(ref reader, kind, says, held, read, Keep(path));
            else if (kind.Field(path) is not { } field)
                read.UnknownFields++;
            else if (!says.Take(field, path, ref reader, held))
                read.DroppedValues++;
            reader.Skip();
        }
    }

    /// <summary>The member's whole path; empty, which is no field, when it is too long.</summary>
    private ReadOnlySpan<byte> Path(scoped ref Utf8JsonReader reader, int prefix)
    {
        var name = reader.ValueSpan;
        if (prefix == 0 && !reader.ValueIsEscaped)
            return name;
        if (prefix + name.Length > _path.Length)
            return default;
        try
        {
            return _path.AsSpan(0, prefix + reader.CopyString(_path.AsSpan(prefix)));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or no UTF-8.
            return default;
        }
    }

    /// <summary>Where the names of the members within begin.</summary>
    private int Keep(ReadOnlySpan<byte> path)
    {
        if (path.Length >= _path.Length)
            return _path.Length;
        path.CopyTo(_path);
        _path[path.Length] = (byte)'.';
        return path.Length + 1;
    }
}
