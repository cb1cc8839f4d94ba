using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Mapping;

namespace Governance.Tests.Intake.Lines;

/// <summary>Reads lines under a key that every test shares.</summary>
internal static class JsonLines
{
    internal const string Batch = """{"kind":"batch","deployment":"desk","environment":"production","instance":"a1"}""";

    internal static LinesRead Read(params string[] lines)
    {
        using var mapper = Mapper();
        return mapper.ReadLines(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Mapped.Now);
    }

    internal static LinesRead Document(string json)
    {
        using var mapper = Mapper();
        return mapper.ReadDocument(Encoding.UTF8.GetBytes(json), Mapped.Now);
    }

    /// <summary>A line that stands in several here.</summary>
    internal static string Flat(string line) => line.ReplaceLineEndings("");

    internal static LinesMapper Mapper() =>
        new(new Senders(Mapped.Key, new SenderNames()), Mapped.Key, Mapped.Pseudonyms);

    /// <summary>What the one line after <see cref="Batch"/> came to.</summary>
    internal static Observation One(string line) =>
        Received(Read(Batch, Flat(line))).ShouldHaveSingleItem().Observation;

    internal static List<Received> Received(LinesRead read) =>
        [.. read.Batches.SelectMany(batch => batch.Observations)];
}
