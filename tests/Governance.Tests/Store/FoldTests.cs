using System.Text;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.EventSourcing.Sessions;

namespace Governance.Tests.Store;

/// <summary>An aggregate says by its methods how it is folded, in Marten's words.</summary>
public sealed class FoldTests
{
    public abstract record Turn;

    public sealed record Opened(string By) : Turn;

    public sealed record Moved(int Steps) : Turn;

    public sealed record Closed : Turn;

    public sealed record Ignored : Turn;

    /// <summary>Created by its first event, changed in place, gone at its end.</summary>
    public sealed class Game
    {
        public string By { get; private set; } = "";

        public int Steps { get; private set; }

        public long LastVersion { get; private set; }

        public static Game Create(Opened opened) => new() { By = opened.By };

        public void Apply(Moved moved, TypedEvent from) =>
            (Steps, LastVersion) = (Steps + moved.Steps, from.Recorded.Version);

        public bool ShouldDelete(Closed closed) => closed is not null;
    }

    /// <summary>Never changed: each event makes the next state.</summary>
    public sealed record Walk(int Steps)
    {
        public static readonly Walk Initial = new(0);

        public static Walk Apply(Moved moved, Walk walk) => new(walk.Steps + moved.Steps);
    }

    /// <summary>One fold for the whole hierarchy.</summary>
    public sealed record Story(int Turns)
    {
        public static Story Initial { get; } = new(100);

        public static Story Evolve(Story story, Turn turn) => new(story.Turns + (turn is Moved ? 10 : 1));
    }

    public sealed class Nothing;

    private static readonly EventRegistry s_registry = new EventRegistry()
        .Map<Opened>("opened").Map<Moved>("moved").Map<Closed>("closed").Map<Ignored>("ignored");

    [Fact]
    public void Create_begins_and_Apply_goes_on()
    {
        var folded = Over<Game>(new Opened("a"), new Moved(2), new Ignored(), new Moved(3));
        var game = folded.State.ShouldNotBeNull();
        (game.By, game.Steps, game.LastVersion, folded.Version).ShouldBe(("a", 5, 4, 4));
    }

    [Fact]
    public void What_should_be_deleted_is_gone() =>
        Over<Game>(new Opened("a"), new Closed()).State.ShouldBeNull();

    [Fact]
    public void A_fold_without_Create_begins_with_its_initial_state()
    {
        Over<Walk>(new Moved(2), new Ignored(), new Moved(3)).State.ShouldBe(new Walk(5));
        Over<Story>(new Opened("a"), new Moved(2)).State.ShouldBe(new Story(111));
        Over<Walk>(new Ignored()).State.ShouldBeNull();
        Over<Walk>().ShouldBe(new Folded<Walk>(null, 0, false, null));
    }

    [Fact]
    public void An_event_of_a_newer_version_is_left_out_and_said_to_be()
    {
        var folded = Fold<Walk>.Over([Recorded(1, "moved", """{"Steps":2}"""), Recorded(2, "flown", "{}")], s_registry);
        (folded.State!.Steps, folded.Version, folded.Unknown!.Recorded.Type).ShouldBe((2, 2, "flown"));
    }

    [Fact]
    public void Broken_bytes_are_no_state() =>
        Should.Throw<UnreadableEventException>(
            () => Fold<Walk>.Over([Recorded(1, "moved", """{"Steps":"far"}""")], s_registry)).Known.ShouldBeTrue();

    [Fact]
    public void An_archived_stream_keeps_its_state() =>
        Over<Walk>(new Moved(2), new StreamArchived("over")).ShouldBe(new Folded<Walk>(new Walk(2), 2, true, null));

    [Fact]
    public void A_type_that_folds_nothing_is_a_mistake() =>
        Should.Throw<InvalidOperationException>(() => Over<Nothing>(new Moved(1)));

    private static Folded<T> Over<T>(params object[] events)
        where T : class => Fold<T>.Over(
            events.Select(one => s_registry.Encode(one))
                .Select((one, i) => Recorded(i + 1, one.Type, one.Data.ToArray())),
            s_registry);

    private static RecordedEvent Recorded(long version, string type, string json) =>
        Recorded(version, type, Encoding.UTF8.GetBytes(json));

    private static RecordedEvent Recorded(long version, string type, byte[] data) => new(
        version, Guid.Empty, "s-1", version, type, data, DateTimeOffset.UnixEpoch, null, null, null, null, null);
}
