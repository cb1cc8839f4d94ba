using System.Net;
using System.Text;
using Governance.Messaging;
using Governance.Messaging.Outbox;

namespace Governance.Tests.Messaging;

public sealed class OutgoingTests
{
    [Theory]
    [InlineData("https://pager.example.org/x", true)]
    [InlineData("https://eu.alerts.example.com/x", true)]
    [InlineData("https://exact.example.net:8443/x", true)]
    [InlineData("http://10.1.2.3/x", true)]
    [InlineData("http://[::ffff:10.1.2.3]/x", true)]
    [InlineData("https://exact.example.net/x", false)]
    [InlineData("https://alerts.example.com/x", false)]
    [InlineData("https://pager.example.org.evil.net/x", false)]
    [InlineData("http://127.0.0.1:9000/page", false)]
    [InlineData("http://localhost/page", false)]
    [InlineData("http://2130706433/x", false)]
    [InlineData("http://0x7f.1/x", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("http://127.0.0.1.nip.io/x", false)]
    [InlineData("http://user:word@pager.example.org/x", false)]
    [InlineData("ftp://pager.example.org/x", false)]
    [InlineData("not an address", false)]
    public void Only_listed_hosts_are_called(string destination, bool allowed)
    {
        var hosts = new AllowedHosts(
            ["pager.example.org", "*.alerts.example.com", "exact.example.net:8443", "10.1.0.0/16"]);

        (hosts.Refuses(destination) is null).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000/page", true)]
    [InlineData("http://localhost/page", true)]
    [InlineData("http://[::1]:80/page", true)]
    [InlineData("http://[::ffff:127.0.0.1]/page", true)]
    [InlineData("https://pager.example.org/x", false)]
    public void With_no_list_only_this_machine_is_called(string destination, bool allowed) =>
        (new AllowedHosts([]).Refuses(destination) is null).ShouldBe(allowed);

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    public void An_allowed_name_may_not_point_inside(string address, bool allowed) =>
        new AllowedHosts(["pager.example.org", "10.1.0.0/16"]).Allows(IPAddress.Parse(address)).ShouldBe(allowed);

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
