using System.Buffers;
using Governance.Server.Behaviour.Searching;

namespace Governance.Server.Behaviour.Exporting;

/// <summary>How observations are written into a file, one after the other.</summary>
internal interface IObservationFormat
{
    /// <summary>Of the file's name, and in the fact that says that it was taken.</summary>
    string Extension { get; }

    /// <summary>Of the answer.</summary>
    string ContentType { get; }

    /// <summary>What stands before the first.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>One more.</summary>
    void Write(IBufferWriter<byte> output, FoundObservation found);
}
