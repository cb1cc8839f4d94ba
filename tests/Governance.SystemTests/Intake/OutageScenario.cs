using System.Net;
using System.Text;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Intake;

/// <summary>The database goes away and comes back under traffic.</summary>
public sealed class OutageScenario
{
    [Fact]
    public async Task While_the_database_is_away_senders_are_asked_to_come_again_and_nothing_acknowledged_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        var real = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var cable = new Cable("127.0.0.1", real.Port);
        real.Host = "127.0.0.1";
        real.Port = cable.Port;
        await using var host = await GovernanceHost.StartAsync(
            [$"--ConnectionStrings:Governance={real.ConnectionString}"], database);
        var acknowledged = new List<int>();
        await SendAsync(1, HttpStatusCode.OK);

        cable.Pull();
        var refused = await SendAsync(2, HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"code\":14");
        var call = await GrpcCall.SendAsync(host, Captures.GoodProtobuf());
        call.Status.ShouldBe("14");
        Encoding.UTF8.GetString(Convert.FromBase64String(call.Details! + new string('=', -call.Details!.Length & 3)))
            .ShouldContain("google.rpc.RetryInfo", customMessage: "else a gRPC client need not come again");

        cable.Plug();
        await Eventually.IsTrueAsync("intake takes requests again", async () =>
        {
            using var answer = await host.OtlpHttp.SendAsync(
                Telemetry.Spans("desk", Telemetry.Chat(2)), TestContext.Current.CancellationToken);
            return answer.StatusCode is HttpStatusCode.OK;
        });
        acknowledged.Add(2);
        await SendAsync(3, HttpStatusCode.OK);
        (await Stored.ObservationsIn(host)).Select(one => Convert.ToInt32(one.SpanId, 16)).Order()
            .ShouldBe(acknowledged.Order());

        async Task<HttpResponseMessage> SendAsync(int number, HttpStatusCode expected)
        {
            var answer = await host.OtlpHttp.SendAsync(
                Telemetry.Spans("desk", Telemetry.Chat(number)), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(expected);
            if (expected is HttpStatusCode.OK)
                acknowledged.Add(number);
            return answer;
        }
    }
}
