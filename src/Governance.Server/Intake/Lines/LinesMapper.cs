using System.Text.Json;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// Reads a request of JSON lines, or of the same as one JSON document, straight from its buffer. A line that cannot
/// be taken costs none of the others. One request at a time.
/// </summary>
internal sealed class LinesMapper(Senders senders, InstallationKey key, PseudonymKeys pseudonyms) : IDisposable
{
    /// <summary>Lines in one request.</summary>
    public const int MaxLines = 20_000;

    /// <summary>Bytes of one line: fifty times what a line with every field has.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Objects within objects.</summary>
    public const int MaxDepth = 8;

    private const byte LineEnd = (byte)'\n';

    private readonly LineSays _says = new(key, pseudonyms);
    private readonly LineIdentity _identity = new(key);
    private readonly HeldFields _held = new();
    private readonly LineWalk _walk = new();
    private LinesRead _read = new();
    private DateTimeOffset _receivedAt;
    private Sender? _sender;

    /// <summary>Some editors put it in front of UTF-8.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body whose every line is a JSON object.</summary>
    /// <exception cref="RequestBodyException">There are more lines than one request may have.</exception>
    public LinesRead ReadLines(ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        Begin(receivedAt);
        if (body.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        for (var number = 1; !body.IsEmpty; number++)
        {
            var end = body.IndexOf(LineEnd);
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? [] : body[(end + 1)..];
            if (number > MaxLines)
                throw TooMany();
            if (line.Length > MaxLineBytes)
                Unreadable(LineProblem.TooLong(number), line);
            else if (line.ContainsAnyExcept(" \t\r"u8))
                ReadLine(line, number);
        }
        return _read;
    }

    /// <summary>Reads a list of records, or <c>{"batch": {…}, "records": […]}</c>.</summary>
    /// <exception cref="JsonException">It is neither, or no JSON.</exception>
    /// <exception cref="RequestBodyException">There are more records than one request may have.</exception>
    public LinesRead ReadDocument(ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        Begin(receivedAt);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth + 2 });
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartArray)
            Records(ref reader, body);
        else if (reader.TokenType is JsonTokenType.StartObject)
            Envelope(reader, body);
        else
            throw new JsonException("Neither a list nor an object.");
        reader.Skip();
        reader.Read();
        return _read;
    }

    public void Dispose()
    {
        _says.Dispose();
        _identity.Dispose();
    }

    private static RequestBodyException TooMany() => new(
        StatusCodes.Status413PayloadTooLarge, $"The request has more than {MaxLines} lines.");

    private void Begin(DateTimeOffset receivedAt)
    {
        (_read, _receivedAt, _sender) = (new LinesRead(), receivedAt, null);
        _held.Clear();
    }

    private void ReadLine(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new JsonException("Not an object.");
            Take(ref reader, line, number, LineWalk.KindOf(reader), isAlone: true);
        }
        catch (JsonException)
        {
            Unreadable(LineProblem.NotAnObject(number), line);
        }
    }

    /// <summary>If it was a batch, the lines after it must not go to the deployment before it.</summary>
    private void Unreadable(LineProblem problem, ReadOnlySpan<byte> line)
    {
        _read.Refuse(problem);
        if (line.IndexOf("\"batch\""u8) >= 0)
            _sender = null;
    }

    private void Records(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        for (var number = 1; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; number++)
        {
            if (number > MaxLines)
                throw TooMany();
            if (reader.TokenType is JsonTokenType.StartObject)
                Take(ref reader, body, number, LineWalk.KindOf(reader));
            else
                _read.Refuse(LineProblem.NotAnObject(number));
            reader.Skip();
        }
    }

    /// <summary>The batch may stand behind its records.</summary>
    private void Envelope(Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        Utf8JsonReader records = default;
        var hasRecords = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isBatch = reader.ValueTextEquals("batch"u8);
            var isRecords = reader.ValueTextEquals("records"u8);
            reader.Read();
            if (isBatch && reader.TokenType is JsonTokenType.StartObject)
                Take(ref reader, body, 0, new KindFound(LineKind.Batch, IsStated: true));
            else if (isRecords && reader.TokenType is JsonTokenType.StartArray)
            {
                records = reader;
                hasRecords = true;
            }
            reader.Skip();
        }
        if (!hasRecords)
            throw new JsonException("There is no list of records.");
        Records(ref records, body);
    }

    /// <summary>Takes one object; the reader stands on its start and is left at its end.</summary>
    /// <param name="reader">Stands on the object's start.</param>
    /// <param name="buffer">What the reader reads.</param>
    /// <param name="number">The line's, or the record's.</param>
    /// <param name="found">The object's kind.</param>
    /// <param name="isAlone">True where nothing may follow the object.</param>
    private void Take(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, int number, KindFound found, bool isAlone = false)
    {
        var start = (int)reader.TokenStartIndex;
        if (found.Kind is not { } kind)
            reader.Skip();
        else
            Walk(ref reader, kind);
        var line = buffer[start..(int)reader.BytesConsumed];
        if (isAlone)
            reader.Read();
        _read.Readable++;
        if (found.Kind == LineKind.Batch)
            EndBatch(number);
        else if (found.Kind is { } known)
            EndLine(known, line, number);
        else if (found.IsStated)
            _read.UnknownKinds++;
        else
            _read.Refuse(LineProblem.NoKind(number));
    }

    private void Walk(scoped ref Utf8JsonReader reader, LineKind kind)
    {
        if (kind != LineKind.Batch)
        {
            _says.Clear(kind);
            _walk.Read(ref reader, kind, _says, held: null, _read);
            return;
        }
        _sender = null;
        _held.Clear();
        _says.Batch.Clear();
        _walk.Read(ref reader, kind, _says, _held, _read);
    }

    private void EndBatch(int number)
    {
        _read.DroppedValues += _says.Batch.Dropped;
        if (_says.Batch.Text(Field.Deployment) is null)
        {
            _read.Refuse(LineProblem.NoDeployment(number));
            return;
        }
        _sender = senders.Of(_says.Batch);
        _identity.Begin(_sender, _says.Batch.Text(Field.Instance));
    }

    private void EndLine(LineKind kind, ReadOnlySpan<byte> line, int number)
    {
        if (_sender is null)
        {
            _read.Refuse(LineProblem.NoBatch(number));
            return;
        }
        if (!_says.HasTime)
        {
            _read.Refuse(LineProblem.NoTime(number));
            return;
        }
        _says.Take(_held, kind.Flag);
        _read.DroppedValues += _says.Dropped;
        var id = _identity.Of(kind, _says.Id, line);
        _read.Accept(_says.Receive(kind, _sender, id, _receivedAt));
    }
}
