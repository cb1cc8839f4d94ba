using System.Text.Json;
using Governance.Messaging.Mail;
using Governance.Server.OnCall;
using Microsoft.Extensions.Configuration;

namespace Governance.Tests.OnCall;

public sealed class PagingAddressTests
{
    private static readonly Notice s_notice = new(
        "INC-7 critical: Unseen tool", "lines", "critical", "http://console/incidents/a", "{\"own\":1}"u8.ToArray());

    [Fact]
    public void PagerDuty_gets_an_event_that_triggers_each_page_under_its_own_key()
    {
        var message = new PagingAddress("https://events.pagerduty.com/v2/enqueue", PageFormat.PagerDuty, "R0UT1NG")
            .Envelope(s_notice, "escalation-a", "page/a/1/1/officer");
        var sent = JsonDocument.Parse(message.Body).RootElement;

        sent.GetProperty("routing_key").GetString().ShouldBe("R0UT1NG");
        sent.GetProperty("event_action").GetString().ShouldBe("trigger");
        sent.GetProperty("dedup_key").GetString().ShouldBe("page/a/1/1/officer");
        sent.GetProperty("payload").GetProperty("severity").GetString().ShouldBe("critical");
        sent.GetProperty("payload").GetProperty("summary").GetString().ShouldBe("INC-7 critical: Unseen tool");
        sent.GetProperty("payload").GetProperty("source").GetString().ShouldNotBeNullOrEmpty();
        sent.GetProperty("links")[0].GetProperty("href").GetString().ShouldBe("http://console/incidents/a");
    }

    [Fact]
    public void Slack_gets_a_text_and_a_plain_webhook_the_product_s_own_object()
    {
        var slack = new PagingAddress("https://hooks.slack.com/services/x", PageFormat.Slack);
        JsonDocument.Parse(slack.Envelope(s_notice, "s", "k").Body).RootElement.GetProperty("text").GetString()
            .ShouldBe("INC-7 critical: Unseen tool\nhttp://console/incidents/a");
        var plain = new PagingAddress("https://pager.example.org", PageFormat.Webhook).Envelope(s_notice, "s", "k");
        plain.Body.ShouldBe(s_notice.Json);
    }

    [Fact]
    public void Mail_has_the_summary_as_its_subject()
    {
        var mail = new PagingAddress("mailto:officer@example.org", PageFormat.Mail).Envelope(s_notice, "s", "k");
        (mail.ContentType, mail.Headers![MailTransport.Subject]).ShouldBe(("text/plain", s_notice.Summary));
    }

    [Theory]
    [InlineData("https://pager.example.org", null, null, "webhook")]
    [InlineData("mailto:a@example.org", null, null, "mail")]
    [InlineData("https://hooks.slack.com/x", "Slack", null, "slack")]
    [InlineData("https://events.pagerduty.com/v2/enqueue", "PagerDuty", "key", "pagerduty")]
    [InlineData("https://events.pagerduty.com/v2/enqueue", "PagerDuty", null, null)]
    [InlineData("https://pager.example.org", "Mail", null, null)]
    [InlineData("mailto:a@example.org", "Slack", null, null)]
    public void A_ladder_says_how_somebody_is_reached_or_is_refused(
        string url, string? format, string? routingKey, string? channel)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OnCall:Ladder:0:Recipient"] = "officer",
            ["OnCall:Ladder:0:Url"] = url,
            ["OnCall:Ladder:0:Format"] = format,
            ["OnCall:Ladder:0:RoutingKey"] = routingKey,
        }).Build();

        if (channel is null)
            Should.Throw<InvalidOperationException>(() => OnCallPolicy.Read(configuration));
        else
            OnCallPolicy.Read(configuration).Ladder.Steps[0].Channel.ShouldBe(channel);
    }
}
