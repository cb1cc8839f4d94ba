namespace Governance.Server.Demo;

/// <summary>What is said when the story has been told: where to go, as whom, and what to look at.</summary>
internal sealed class Curtain(Stage stage, TextWriter output)
{
    internal async Task SayAsync(string incident, string rollout, string waiting, CancellationToken stop)
    {
        var cast = stage.Cast;
        (Persona Who, string See)[] invitations =
        [
            (cast.Officer, $"/incidents/{incident}: why the alarm, who was paged, the rollback's observed effect"),
            (cast.Author, $"/rollouts/{rollout}: the stages, what held them, and the way back"),
            (cast.Approver, $"/rollouts/{waiting}: a plan that waits for a second pair of eyes, yours"),
            (cast.Auditor, "/audit: the altered approval, named; check any other fact's proof in your browser"),
        ];
        var web = stage.Server.Web;
        await output.WriteLineAsync($"\nThe console is at {web}. Each link signs one person in, once:");
        foreach (var (who, see) in invitations)
        {
            var link = new Uri(web, await cast.InviteAsync(who, stop));
            await output.WriteLineAsync($"  {who.Word,-24} {link}\n  {string.Empty,-24} see {see}");
        }

        await output.WriteLineAsync($"""

            Send a model of your own here:
              export OTEL_EXPORTER_OTLP_ENDPOINT={stage.Server.OtlpHttp.ToString().TrimEnd('/')}
              export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
            Ask what a gateway asks:
              curl -s -X POST {new Uri(web, "/ofrep/v1/evaluate/flags/support-assistant")} \
                -H 'Authorization: Bearer {cast.GatewayKey}' -H 'Content-Type: application/json' \
                -d '{"{"}"context":{"{"}"targetingKey":"user-1"{"}}"}'
            """);
    }
}
