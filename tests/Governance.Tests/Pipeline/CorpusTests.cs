using System.Reflection;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.Server.Pipeline;
using Governance.Tests.House;

namespace Governance.Tests.Pipeline;

/// <summary>
/// One stored payload of every event type, in the shape it had when it was first written: Corpus/{name}.json. A file is
/// never changed, because facts are not: when a record's shape changes, an upcaster makes the old file readable, and
/// the new shape gets a file of its own. GOVERNANCE_UPDATE=1 writes the files that are missing, and only those.
/// </summary>
public sealed class CorpusTests
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "tests/Governance.Tests/Pipeline/Corpus");

    [Fact]
    public void Every_event_type_has_a_payload_in_its_present_shape()
    {
        foreach (var type in EventTypes.All)
        {
            var file = Path.Combine(s_folder, EventTypes.AliasOf(type) + ".json");
            if (!File.Exists(file) && Environment.GetEnvironmentVariable("GOVERNANCE_UPDATE") == "1")
                File.WriteAllBytes(file, EventTypes.Encode(EventSample.Of(type, 0)!).Data.Span);
            File.Exists(file).ShouldBeTrue(
                $"Corpus/{EventTypes.AliasOf(type)}.json is missing; run this test with GOVERNANCE_UPDATE=1.");
        }
    }

    [Fact]
    public void Every_payload_that_was_ever_written_is_read() =>
        Corpus().Where(stored => stored.Event is Unreadable).ShouldBeEmpty();

    /// <summary>Some events make sense only after another: one earlier event of the stream is granted.</summary>
    [Fact]
    public void Every_payload_that_was_ever_written_is_folded()
    {
        var unfolded = (
            from stream in Corpus().GroupBy(stored => FoldOf(stored.Event.GetType()))
            where stream.Key is not null
            let initial = InitialOf(stream.Key.DeclaringType!)
            let states = stream.Select(one => After(stream.Key, initial, one.Event)).Prepend(initial).ToList()
            from stored in stream
            where states.TrueForAll(state => state is null || After(stream.Key, state, stored.Event) is null)
            select stored.Name).ToList();
        unfolded.ShouldBeEmpty();
        Corpus().Count(stored => FoldOf(stored.Event.GetType()) is not null).ShouldBeGreaterThan(40);
    }

    private static List<(string Name, object Event)> Corpus() =>
    [
        .. from file in Directory.EnumerateFiles(s_folder, "*.json").Order(StringComparer.Ordinal)
           let name = Path.GetFileNameWithoutExtension(file)
           select (name, EventTypes.Decode(Recorded(name, File.ReadAllBytes(file))).Event),
    ];

    private static object? After(MethodInfo evolve, object? state, object fact)
    {
        try
        {
            return evolve.Invoke(null, [state, fact]);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static MethodInfo? FoldOf(Type eventType) => eventType.Assembly.GetTypes()
        .Select(state => state.GetMethod("Evolve", [state, eventType.BaseType!]))
        .FirstOrDefault(method => method is { IsStatic: true });

    private static object? InitialOf(Type state) =>
        state.GetProperty("Initial")?.GetValue(null) ?? state.GetField("Initial")?.GetValue(null);

    private static RecordedEvent Recorded(string type, byte[] data) => new(
        1, Guid.Empty, "stream-1", 1, type, data, DateTimeOffset.UnixEpoch, null, null, null,
        null, null);
}
