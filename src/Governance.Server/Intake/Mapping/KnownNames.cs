using System.Text;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>One way to read a key.</summary>
/// <param name="Field">What it says.</param>
/// <param name="Rank">Its precedence among the field's names; the lowest holds.</param>
/// <param name="Type">The type it must have; another one is dropped and counted. Integers pass as numbers.</param>
/// <param name="Scale">Factor to our unit.</param>
/// <param name="Member">Where the value is JSON in a text: the member that is meant, UTF-8.</param>
/// <param name="Says">Where not the value but the key itself says it: what.</param>
internal readonly record struct KnownName(
    Field Field, byte Rank, AttributeType Type, double Scale, byte[]? Member, string? Says);

/// <summary>
/// Finds attribute names by their UTF-8 bytes, without a string: an open-addressing table over <see
/// cref="AttributeNames"/>. A name may say several things (<c>llm.model_name</c>: asked and served; <c>
/// gen_ai.system</c>: the provider, and which vocabulary is spoken).
/// </summary>
internal static class KnownNames
{
    /// <summary>A power of two, several times the number of names.</summary>
    private const int Slots = 1024;

    private static readonly Entry?[] s_entries = Build();

    /// <summary>Every way to read this key; empty for a name that is not kept.</summary>
    public static ReadOnlySpan<KnownName> Find(ReadOnlySpan<byte> key)
    {
        for (var slot = Slot(key); s_entries[slot] is { } entry; slot = (slot + 1) & (Slots - 1))
        {
            if (key.SequenceEqual(entry.Key))
                return entry.Names;
        }
        return [];
    }

    private static Entry?[] Build()
    {
        var entries = new Entry?[Slots];
        var ranked = AttributeNames.All
            .GroupBy(row => row.Field)
            .SelectMany(names => names.Select((row, rank) => (row.Name, Known(row, rank))));
        foreach (var name in ranked.Concat(Marks()).GroupBy(row => row.Name, row => row.Item2))
        {
            var key = Encoding.UTF8.GetBytes(name.Key);
            var slot = Slot(key);
            while (entries[slot] is not null)
                slot = (slot + 1) & (Slots - 1);
            entries[slot] = new Entry(key, [.. name]);
        }
        return entries;
    }

    private static KnownName Known(AttributeName row, int rank) => new(
        row.Field,
        (byte)rank,
        Fields.TypeOf(row.Field),
        row.Scale,
        row.Member is null ? null : Encoding.UTF8.GetBytes(row.Member),
        Says: null);

    /// <summary>The vocabulary listed last is the most particular one: it ranks first.</summary>
    private static IEnumerable<(string Name, KnownName Mark)> Marks() =>
        Vocabularies.All.Reverse().SelectMany((vocabulary, rank) => vocabulary.SpokenBy.Select(mark => (
            mark,
            new KnownName(Field.Vocabulary, (byte)rank, AttributeType.Text, Scale: 1, Member: null, vocabulary.Name))));

    // FNV-1a: short keys, no attacker gains anything from a collision in a fixed table.
    private static int Slot(ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u;
        foreach (var one in key)
            hash = (hash ^ one) * 16777619u;
        return (int)((hash ^ (hash >> 16)) & (Slots - 1));
    }

    private sealed record Entry(byte[] Key, KnownName[] Names);
}
