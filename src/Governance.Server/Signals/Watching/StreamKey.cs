using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>One watched stream of a deployment: a signal of a version, and which one where there are several.</summary>
internal readonly record struct StreamKey(string Version, SignalKind Signal, string? Dimension) : IComparable<StreamKey>
{
    public int CompareTo(StreamKey other)
    {
        var order = string.CompareOrdinal(Version, other.Version);
        if (order == 0)
            order = Signal.CompareTo(other.Signal);
        return order == 0 ? string.CompareOrdinal(Dimension, other.Dimension) : order;
    }

    internal static StreamKey Load(BinaryReader reader)
    {
        var version = reader.ReadString();
        var signal = (SignalKind)reader.ReadByte();
        return new StreamKey(version, signal, reader.ReadBoolean() ? reader.ReadString() : null);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Version);
        writer.Write((byte)Signal);
        writer.Write(Dimension is not null);
        if (Dimension is not null)
            writer.Write(Dimension);
    }
}

/// <summary>One value of a stream and the observation that it was read from.</summary>
internal readonly record struct Reading(float Value, int Index, long Position)
{
    internal static Reading Load(BinaryReader reader) =>
        new(reader.ReadSingle(), reader.ReadInt32(), reader.ReadInt64());

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Value);
        writer.Write(Index);
        writer.Write(Position);
    }
}

/// <summary>Writing and reading lists of values, and times.</summary>
internal static class Readings
{
    internal static void Save(this BinaryWriter writer, List<Reading> readings)
    {
        writer.Write(readings.Count);
        foreach (var reading in readings)
            reading.Save(writer);
    }

    internal static void LoadInto(this BinaryReader reader, List<Reading> readings)
    {
        readings.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
            readings.Add(Reading.Load(reader));
    }

    internal static void Save(this BinaryWriter writer, DateTimeOffset time) => writer.Write(time.UtcTicks);

    internal static DateTimeOffset LoadTime(this BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}
