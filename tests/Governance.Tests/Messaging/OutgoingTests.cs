using System.Text;
using Governance.Messaging;
using Governance.Messaging.Outbox;

namespace Governance.Tests.Messaging;

public sealed class OutgoingTests
{
    [Theory]
    [InlineData("http://127.0.0.1:9000/page", true)]
    [InlineData("http://localhost/page", true)]
    [InlineData("http://[::1]:80/page", true)]
    [InlineData("https://pager.example.org/x", true)]
    [InlineData("https://eu.alerts.example.com/x", true)]
    [InlineData("https://exact.example.net:8443/x", true)]
    [InlineData("https://exact.example.net/x", false)]
    [InlineData("https://alerts.example.com/x", false)]
    [InlineData("https://pager.example.org.evil.net/x", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("http://127.0.0.1.nip.io/x", false)]
    [InlineData("http://user:word@127.0.0.1/x", false)]
    [InlineData("ftp://127.0.0.1/x", false)]
    [InlineData("not an address", false)]
    public void Only_allowed_hosts_are_called(string destination, bool allowed)
    {
        var hosts = new AllowedHosts(["pager.example.org", "*.alerts.example.com", "exact.example.net:8443"]);

        (hosts.Refuses(destination) is null).ShouldBe(allowed);
    }

    [Fact]
    public void A_signature_covers_timestamp_and_body()
    {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        WebhookSignature.Of("secret"u8, "1700000000", Encoding.UTF8.GetBytes("""{"a":1}"""))
            .ShouldBe("v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686");
    }

    [Fact]
    public void Waits_double_are_spread_and_never_shorter_than_promised()
    {
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            var least = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), Backoff.Longest.TotalSeconds));
            var waits = Enumerable.Range(1, 200).Select(seed => Backoff.After(attempt, seed)).ToList();

            waits.ShouldAllBe(wait => wait >= least && wait <= least * 1.5);
            (waits.Max() - waits.Min()).ShouldBeGreaterThan(least * 0.4);
            Backoff.After(attempt, 7).ShouldBe(Backoff.After(attempt, 7));
        }
    }
}
