using System.Text;
using Governance.EventSourcing;

namespace Governance.SystemTests.Store;

/// <summary>Short facts for store tests.</summary>
internal static class Facts
{
    public static NewEvent Fact(string json = """{"n":1}""", Guid? id = null, string type = "thing.happened") =>
        new(type, Encoding.UTF8.GetBytes(json), id);

    public static AppendRequest To(string stream, long expected = ExpectedVersion.Any, params NewEvent[] facts) =>
        new([new StreamAppend(stream, expected, facts.Length == 0 ? [Fact()] : facts)], new AppendMetadata("officer"));

    public static string Text(this RecordedEvent recorded) => Encoding.UTF8.GetString(recorded.Data.Span);
}
