using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Intake;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Tests.Intake;

/// <summary>The rules of the line, over a deck that fails when told to.</summary>
public sealed class IntakeLineTests : IAsyncLifetime
{
    private readonly Deck _deck = new();
    private readonly SeenIds _seen = new(new IdDigest(new InstallationKey(new byte[InstallationKey.Length])));
    private readonly IntakeMetrics _metrics = new();
    private readonly IntakeLine _line;

    public IntakeLineTests() =>
        _line = new IntakeLine(
            _deck, _seen, TimeProvider.System, _metrics, NullLogger<IntakeLine>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _line.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _line.StopAsync(CancellationToken.None);
        _line.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task A_request_that_is_sent_again_stores_nothing_twice()
    {
        await _line.StoreAsync(Chats(1), Stop);
        await _line.StoreAsync(Chats(1), Stop);
        await _line.StoreAsync(Chats(1, 2), Stop);
        _deck.Stored.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_duplicate_of_something_in_the_air_is_answered_when_that_has_landed()
    {
        _deck.Hold();
        var first = _line.StoreAsync(Chats(1), Stop);
        await _deck.Flying;
        var again = _line.StoreAsync(Chats(1), Stop);
        again.IsCompleted.ShouldBeFalse();
        _deck.LetGo();
        await Task.WhenAll(first, again);
        _deck.Stored.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_told_and_stored_when_it_comes_again()
    {
        _deck.FailNext(new StoreUnavailableException("away"));
        await Should.ThrowAsync<StoreUnavailableException>(() => _line.StoreAsync(Chats(1), Stop));
        _deck.Stored.ShouldBeEmpty();
        await _line.StoreAsync(Chats(1), Stop);
        _deck.Stored.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_another_node_stored_meanwhile_is_not_stored_again()
    {
        await _line.StoreAsync(Chats(9), Stop);
        var foreign = Chats(1).Observations[0];
        _deck.Foreign.Add(new SeenBlock(
            7, TimeProvider.System.GetUtcNow(), foreign.Sender.Deployment.Value, _seen.Pack([foreign])));
        _deck.FailNext(new RowGuardFailedException(index: 0, rows: 0));
        await _line.StoreAsync(Chats(1, 2), Stop);
        _deck.Stored.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_for_a_version_is_kept_first_and_stored_when_its_trace_tells_it()
    {
        var tool = new Dictionary<string, object> { ["gen_ai.operation.name"] = "execute_tool" };
        await _line.StoreAsync(Mapped.Request(Mapped.SpanJson(tool, "00000000000000d1", "00000000000000a0")), Stop);
        (_deck.Stored.Count, _deck.Kept).ShouldBe((0, 1));
        var chat = Mapped.SpanJson(Mapped.Chat("v7"), "00000000000000c1", "00000000000000a0");
        await _line.StoreAsync(Mapped.Request(chat), Stop);
        await _deck.StoredAtLeast(2);
        var stored = _deck.Stored.Single(one => one.Observation.Tool is null && one.Place!.Value.SpanId == 0xd1);
        (stored.Observation.ModelVersion, stored.Observation.VersionFromTrace).ShouldBe(("v7", true));
    }

    [Fact]
    public async Task What_waits_here_and_was_stored_by_another_node_is_not_stored_when_its_wait_ends()
    {
        var tool = new Dictionary<string, object> { ["gen_ai.operation.name"] = "execute_tool" };
        var waiting = Mapped.Request(Mapped.SpanJson(tool, "00000000000000d1", "00000000000000a0"));
        await _line.StoreAsync(waiting, Stop);
        var item = waiting.Observations[0];
        _deck.Foreign.Add(new SeenBlock(
            7, TimeProvider.System.GetUtcNow(), item.Sender.Deployment.Value, _seen.Pack([item])));
        _deck.FailNext(new RowGuardFailedException(index: 0, rows: 0));
        var chat = Mapped.SpanJson(Mapped.Chat("v7"), "00000000000000c1", "00000000000000a0");
        await _line.StoreAsync(Mapped.Request(chat), Stop);
        await _line.StoreAsync(Chats(9), Stop);
        _deck.Stored.ShouldNotContain(one => one.Place!.Value.SpanId == 0xd1);
        _deck.Stored.Count.ShouldBe(2);
    }

    private static MappedBatch Chats(params int[] numbers) => Mapped.Request(string.Join(
        ',', numbers.Select(number => Mapped.SpanJson(Mapped.Chat("v1"), span: $"{number:x16}"))));

    private sealed class Deck : IFlightDeck
    {
        private readonly Queue<Exception> _failures = [];
        private TaskCompletionSource _gate = Open();
        private TaskCompletionSource _flying = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Received> Stored { get; } = [];

        public List<SeenBlock> Foreign { get; } = [];

        public int Kept { get; private set; }

        public Task Flying => _flying.Task;

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetGo() => _gate.SetResult();

        public void FailNext(Exception error) => _failures.Enqueue(error);

        public async Task StoredAtLeast(int count)
        {
            while (Stored.Count < count)
                await _change.Task.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Stop);
        }

        public async Task<FlightEnd> StoreAsync(Flight flight, CancellationToken ct)
        {
            _flying.TrySetResult();
            await _gate.Task;
            if (_failures.TryDequeue(out var failure))
                throw failure;
            Stored.AddRange(flight.Ready);
            Stored.AddRange(flight.Releases.SelectMany(release => release.Ready));
            Kept += flight.Waiting.Count;
            var changed = _change;
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
            return new FlightEnd(null, flight.Waiting.Count == 0 ? null : new WaitingSet(
                Guid.CreateVersion7(Mapped.Now),
                TimeProvider.System.GetUtcNow() + WaitingRoom.Patience,
                [.. flight.Waiting]));
        }

        public Task<IReadOnlyList<WaitingSet>> RecallAsync(
            SeenIds seen, Action<SeenBlock> learn, CancellationToken ct)
        {
            Foreign.ForEach(learn);
            Foreign.Clear();
            return Task.FromResult<IReadOnlyList<WaitingSet>>([]);
        }

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
