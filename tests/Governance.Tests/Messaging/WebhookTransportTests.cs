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

    [Fact]
    public async Task An_allowed_name_that_comes_to_point_inside_is_not_connected_to()
    {
        using var listener = Listen(out var url);
        var port = new Uri(url).Port;
        // The first answer of the name server is harmless, every later one is not: each connection is judged anew.
        var answers = new Queue<IPAddress>([IPAddress.Parse("10.9.9.9"), IPAddress.Loopback]);
        using var transport = Named(["rebinding.example.org", "10.9.9.9"], _ => [answers.Dequeue()]);
        await transport.SendAsync(Message($"http://rebinding.example.org:{port}/"), Stop);
        var second = await transport.SendAsync(Message($"http://rebinding.example.org:{port}/"), Stop);

        second.ShouldBe(new Delivery(
            AttemptOutcome.Failed, null, Permanent: true,
            "rebinding.example.org points to 127.0.0.1, which is not allowed"));
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Of_several_addresses_only_an_allowed_one_is_connected_to()
    {
        using var listener = Listen(out var url);
        using var transport = Named(
            ["pager.example.org", "127.0.0.1"],
            _ => [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("::ffff:10.0.0.1"), IPAddress.Loopback]);
        var sending = transport.SendAsync(Message($"http://pager.example.org:{new Uri(url).Port}/"), Stop);
        using var client = await listener.AcceptTcpClientAsync(Stop);

        (await sending).Outcome.ShouldBe(AttemptOutcome.Unknown);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sat, 21 Nov 2026 03:01:30 GMT", 90)]
    public async Task A_receiver_says_how_long_it_wants_to_be_left_alone(string said, int seconds)
    {
        using var listener = Listen(out var url);
        var (delivery, _) = await SendAsync(listener, url, $"429 Too Many Requests\r\nRetry-After: {said}");

        delivery.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static WebhookTransport Named(string[] allowed, Func<string, IPAddress[]> resolve) => new(
        new WebhookOptions(
            "secret"u8.ToArray(), new AllowedHosts(allowed), s_patience, (name, _) => Task.FromResult(resolve(name))),
        TimeProvider.System);

    private static WebhookTransport Transport(TimeSpan? patience = null) => new(
        new WebhookOptions("secret"u8.ToArray(), new AllowedHosts([]), patience ?? s_patience), new NightClock());

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

    /// <summary>Waits like the system's clock, and says that it is three in the morning.</summary>
    private sealed class NightClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    }
}
