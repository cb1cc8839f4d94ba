using System.Net;
using System.Net.Sockets;
using System.Text;
using Governance.Messaging.Outbox;

namespace Governance.Tests.Messaging;

/// <summary>A real socket on loopback answers; what it answers is judged.</summary>
public sealed class WebhookTransportTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("204 No Content", AttemptOutcome.Accepted, false)]
    [InlineData("503 Service Unavailable", AttemptOutcome.Failed, false)]
    [InlineData("429 Too Many Requests", AttemptOutcome.Failed, false)]
    [InlineData("401 Unauthorized", AttemptOutcome.Failed, true)]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/elsewhere", AttemptOutcome.Failed, true)]
    public async Task An_answer_says_whether_to_ask_again(string answer, AttemptOutcome outcome, bool permanent)
    {
        using var listener = Listen(out var url);
        var (delivery, request) = await SendAsync(listener, url, answer);

        (delivery.Outcome, delivery.Permanent).ShouldBe((outcome, permanent));
        request.ShouldContain("Idempotency-Key: key-1");
        request.ShouldContain("Governance-Signature: v1=");
    }

    [Fact]
    public async Task No_answer_in_time_may_mean_that_it_arrived()
    {
        using var listener = Listen(out var url);
        using var transport = Transport();

        (await transport.SendAsync(Message(url), TestContext.Current.CancellationToken)).Outcome
            .ShouldBe(AttemptOutcome.Unknown);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_arrived()
    {
        string url;
        using (Listen(out url))
        {
        }

        using var transport = Transport();
        var delivery = await transport.SendAsync(Message(url), TestContext.Current.CancellationToken);

        (delivery.Outcome, delivery.Permanent).ShouldBe((AttemptOutcome.Failed, false));
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_is_not_called()
    {
        using var transport = Transport();
        var delivery = await transport.SendAsync(
            Message("http://pager.example.org/"), TestContext.Current.CancellationToken);

        delivery.ShouldBe(new Delivery(AttemptOutcome.Failed, null, Permanent: true, "host is not allowed"));
    }

    private static WebhookTransport Transport(TimeSpan? patience = null) => new(
        new WebhookOptions("secret"u8.ToArray(), new AllowedHosts([]), patience ?? s_patience), TimeProvider.System);

    private static OutgoingMessage Message(string url) =>
        new(url, "key-1", "key", "application/json", "{}"u8.ToArray());

    private static TcpListener Listen(out string url)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/page";
        return listener;
    }

    private static async Task<(Delivery Delivery, string Request)> SendAsync(
        TcpListener listener, string url, string answer)
    {
        var ct = TestContext.Current.CancellationToken;
        using var transport = Transport(TimeSpan.FromSeconds(10));
        var sending = transport.SendAsync(Message(url), ct);
        using var client = await listener.AcceptTcpClientAsync(ct);
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("{}", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, ct)));
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), ct);
        return (await sending, request.ToString());
    }
}
