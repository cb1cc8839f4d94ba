using System.Text.Json;

namespace Governance.Server.OnCall;

/// <summary>A test as the receiver gets it: it says so, and that nothing is to be done.</summary>
internal sealed record TestMessage(string Recipient, DateTimeOffset RequestedAt, string Url)
{
    /// <summary>Tells a receiver that this is no page.</summary>
    public bool Test => true;

    public Notice ToNotice() => new(
        $"Test: can {Recipient} be reached?",
        $"This is a test of the way to {Recipient}. Nothing is to be done.\r\n\r\n{Url}\r\n",
        "info",
        Url,
        JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
}
