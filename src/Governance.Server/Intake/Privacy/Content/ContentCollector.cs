using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>
/// Gathers one record's content where somebody allowed it, and seals it before the record leaves the mapper: no queue,
/// log or table ever sees it plain. Not for several threads at once.
/// </summary>
internal sealed class ContentCollector(ContentConsents consents, ContentVault vault, int maxBytes) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private int _taken;

    /// <summary>True while the present record's content is gathered.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A record begins; of most deployments nothing is gathered.</summary>
    public void Begin(DeploymentId? deployment)
    {
        IsOpen = deployment is { } of && consents.Allow(of);
        if (!IsOpen)
            return;
        _json.ResetWrittenCount();
        _writer.Reset(_json);
        _writer.WriteStartObject();
        _taken = 0;
    }

    /// <summary>Takes a text; false where it is no text, or more than is kept of one record.</summary>
    public bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (text.Length > maxBytes - _taken || !Utf8.IsValid(text) || !Utf8.IsValid(name))
            return false;
        _taken += text.Length;
        _writer.WriteString(name, text);
        return true;
    }

    /// <summary>What was gathered, sealed; null where there was none, or the record is another's after all.</summary>
    public SealedContent? Seal(Sender sender, Observation observation)
    {
        if (!IsOpen || _taken == 0 || !consents.Allow(sender.Deployment))
            return null;
        _writer.WriteEndObject();
        _writer.Flush();
        IsOpen = false;
        return vault.Seal(sender.Deployment, observation.User, _json.WrittenSpan);
    }

    public void Dispose() => _writer.Dispose();
}
