using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Server.Demo;

/// <summary>
/// A small gateway: it asks the decision endpoint for every conversation, serves what it was told, and streams what
/// happened. A disobedient one acknowledges a halt and keeps serving.
/// </summary>
internal sealed class Gateway(
    SyntheticSender sender, Uri decisions, HttpClient http, OtlpClient otlp, TimeProvider clock, int seed)
{
    /// <summary>Conversations a second.</summary>
    private const double Rate = 20;

    /// <summary>How often arrivals are drawn and finished conversations are sent.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(200);

    private readonly Dice _dice = new(seed);
    private readonly OtlpBatch _batch = new(sender);
    private readonly List<(Conversation Conversation, Told? Told)> _running = [];
    private readonly ConcurrentDictionary<string, Behaviour> _behaviours = new();
    private readonly string[] _users = [.. Enumerable.Range(0, 500).Select(user => $"{seed}-{user}")];
    private string? _acknowledged;
    private double _due;

    internal bool Obeys { get; set; } = true;

    internal int Failures { get; private set; }

    /// <summary>Changes how a version behaves from now on.</summary>
    internal void Behave(string version, Func<Behaviour, Behaviour> change) =>
        _behaviours.AddOrUpdate(version, _ => change(Fast()), (_, now) => change(now));

    internal async Task RunAsync(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(s_beat, clock);
        while (await beat.WaitForNextTickAsync(stop))
        {
            _due += Rate * s_beat.TotalSeconds;
            for (; _due >= 1; _due--)
            {
                await AdmitAsync(stop);
            }

            await FlushAsync(stop);
        }
    }

    private async Task AdmitAsync(CancellationToken stop)
    {
        var user = _dice.Pick(_users);
        var told = await AskAsync(user, stop);
        if (told is { Value: "halted" })
        {
            Acknowledge(told);
            if (Obeys)
            {
                return;
            }
        }

        var version = told is null or { Value: "halted" } ? "v1" : told.Value;
        var behaviour = _behaviours.GetOrAdd(version, _ => Fast());
        _running.Add((Conversation.Draw(_dice, behaviour, version, user, clock.GetUtcNow()), told));
    }

    /// <summary>
    /// A dead control plane, or an answer that cannot be read, means the stable version, never the candidate.
    /// </summary>
    private async Task<Told?> AskAsync(string user, CancellationToken stop)
    {
        try
        {
            var url = new Uri(decisions, $"/ofrep/v1/evaluate/flags/{sender.Deployment}");
            using var answer = await http.PostAsJsonAsync(url, new { context = new { targetingKey = user } }, stop);
            answer.EnsureSuccessStatusCode();
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            var metadata = said.TryGetProperty("metadata", out var found) ? found : default;
            return new Told(said.GetProperty("value").GetString()!, Text(metadata, "decisionId"),
                Text(metadata, "rolloutId"), Text(metadata, "haltId"));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or KeyNotFoundException)
        {
            Failures++;
            return null;
        }
    }

    private void Acknowledge(Told told)
    {
        if (told.Halt is null || told.Halt == _acknowledged)
        {
            return;
        }

        _acknowledged = told.Halt;
        SyntheticSender.AcknowledgeHalt(_batch, told.Halt, told.Decision, _running.Count, clock.GetUtcNow());
    }

    private async Task FlushAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var (conversation, told) in _running.Where(run => run.Conversation.EndedAt <= now))
        {
            sender.Tell(_batch, conversation, _dice, told);
        }

        _running.RemoveAll(run => run.Conversation.EndedAt <= now);
        await otlp.SendAsync(_batch, stop);
    }

    /// <summary>The demonstration's models answer quickly, so that the story does not take all night.</summary>
    private static Behaviour Fast() => new() { LatencyMsMedian = 120 };

    private static string? Text(JsonElement metadata, string name) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
