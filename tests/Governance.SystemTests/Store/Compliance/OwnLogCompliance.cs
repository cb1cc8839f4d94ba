using System.Text;
using System.Text.Json.Nodes;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store.Compliance;

/// <summary>The appender of this process.</summary>
public sealed class OwnLogCompliance : LogCompliance
{
    protected override ILog Open(TestDatabase database) => new Log(database.OpenStore());

    private sealed class Log(EventStore store) : ILog
    {
        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public async Task<long?> AppendAsync(string stream, long? expected, params (Guid Id, string Json)[] facts)
        {
            try
            {
                await store.AppendAsync(
                    Facts.To(
                        stream,
                        expected ?? ExpectedVersion.Any,
                        [.. facts.Select(fact => Facts.Fact(fact.Json, fact.Id))]),
                    Ct);
            }
            catch (StreamConflictException)
            {
                return null;
            }

            return expected + facts.Length ?? (await store.FetchStreamStateAsync(stream, Ct))!.Version;
        }

        public async Task ArchiveAsync(string stream)
        {
            await using var session = store.LightweightSession();
            session.Events.ArchiveStream(stream);
            await session.SaveChangesAsync(Ct);
        }

        public async Task<IReadOnlyList<LogFact>> FetchAsync(string stream) =>
            [.. (await store.FetchStreamAsync(stream, ct: Ct)).Select(Fact)];

        public async Task<IReadOnlyList<LogFact>> ReadAllAsync() =>
            [.. (await store.ReadAsync(0, 1_000, null, false, Ct)).Select(Fact)];

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static LogFact Fact(RecordedEvent one) => new(
            one.Position, one.StreamId, one.Version, one.Id, JsonNode.Parse(Encoding.UTF8.GetString(one.Data.Span)));
    }
}
