using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Privacy.Measures;

/// <summary>
/// All that is kept of content that nobody allowed: its length, the kinds of its parts, and a keyed hash by which the
/// same text is known again under the same key, and guessed by nobody without it. Not for several threads at once.
/// </summary>
internal sealed class ContentMeter(PseudonymKeys keys) : IDisposable
{
    /// <summary>Bytes of a hash that are kept: no two texts share them.</summary>
    private const int HashBytes = 16;

    private readonly Side _input = new();
    private readonly Side _output = new();
    private PseudonymKey? _key;

    /// <summary>Forgets what was measured; a new record begins.</summary>
    public void Clear()
    {
        _input.Clear();
        _output.Clear();
    }

    /// <summary>Takes a text into the measure.</summary>
    public void Add(ContentSide side, ReadOnlySpan<byte> text)
    {
        if (side is not (ContentSide.Input or ContentSide.Output))
            return;
        var present = keys.Present;
        if (!ReferenceEquals(present, _key))
        {
            _key = present;
            _input.Rekey(present);
            _output.Rekey(present);
        }
        (side is ContentSide.Input ? _input : _output).Add(text);
    }

    /// <summary>The observation with what was measured; the same one where nothing was.</summary>
    public Observation Onto(Observation observation) => _input.IsEmpty && _output.IsEmpty
        ? observation
        : observation with
        {
            InputBytes = _input.Bytes,
            InputParts = PartTypes.Said(_input.Kinds),
            InputHash = _input.Hash(_key!),
            OutputBytes = _output.Bytes,
            OutputParts = PartTypes.Said(_output.Kinds),
            OutputHash = _output.Hash(_key!),
        };

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    private sealed class Side : IDisposable
    {
        private IncrementalHash? _hash;
        private long _bytes;

        public bool IsEmpty { get; private set; } = true;

        public int Kinds { get; private set; }

        public long? Bytes => IsEmpty ? null : _bytes;

        public void Add(ReadOnlySpan<byte> text)
        {
            IsEmpty = false;
            _bytes += text.Length;
            Kinds |= PartTypes.In(text);
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            _hash!.AppendData(length);
            _hash.AppendData(text);
        }

        public string? Hash(PseudonymKey key)
        {
            if (IsEmpty)
                return null;
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            _hash!.GetCurrentHash(digest);
            return key.Prefix + Base64Url.EncodeToString(digest[..HashBytes]);
        }

        public void Clear()
        {
            if (!IsEmpty)
                _hash!.GetHashAndReset();
            (IsEmpty, _bytes, Kinds) = (true, 0, 0);
        }

        public void Rekey(PseudonymKey key)
        {
            _hash?.Dispose();
            _hash = key.HashFor("content\n"u8);
            (IsEmpty, _bytes, Kinds) = (true, 0, 0);
        }

        public void Dispose() => _hash?.Dispose();
    }
}
