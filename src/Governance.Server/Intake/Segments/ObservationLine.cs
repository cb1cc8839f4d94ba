using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// Writes an observation as <see cref="ObservationJson"/> does, byte for byte and four times as fast: every line of
/// every segment is written here. The members are taken from the type once.
/// </summary>
internal static class ObservationLine
{
    private static readonly Member[] s_members =
    [
        .. typeof(Observation).GetProperties()
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .OrderBy(property => property.MetadataToken)
            .Select(MemberOf),
    ];

    private static readonly byte[][] s_kinds =
    [
        .. Enum.GetValues<ObservationKind>()
            .Select(kind => Encoding.UTF8.GetBytes($"\"{JsonNamingPolicy.CamelCase.ConvertName($"{kind}")}\"")),
    ];

    /// <summary>Writes one member under this name; false when the observation does not say it.</summary>
    private delegate bool Writing(LineWriter line, ReadOnlySpan<byte> name, Observation observation);

    /// <summary>Appends the observation as one JSON object, without a line end.</summary>
    public static void Write(LineWriter line, Observation observation)
    {
        line.Raw("{"u8);
        var isFirst = true;
        foreach (var member in s_members)
        {
            if (member.Write(line, isFirst ? member.FirstName : member.Name, observation))
                isFirst = false;
        }
        line.Raw("}"u8);
    }

    private static Member MemberOf(PropertyInfo property)
    {
        var name = $"\"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\":";
        return new Member(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes($",{name}"), WritingOf(property));
    }

    private static Writing WritingOf(PropertyInfo property)
    {
        var type = property.PropertyType;
        return type == typeof(ObservationKind)
                ? Always<ObservationKind>(property, (line, kind) => line.Raw(s_kinds[(int)kind]))
            : type == typeof(DateTimeOffset) ? Always<DateTimeOffset>(property, (line, time) => line.Time(time))
            : type == typeof(string) ? Text(property)
            : type == typeof(double?) ? Stated<double>(property, (line, number) => line.Number(number))
            : type == typeof(long?) ? Stated<long>(property, (line, number) => line.Number(number))
            : type == typeof(bool?) ? Stated<bool>(property, (line, flag) => line.Flag(flag))
            : type == typeof(DateTimeOffset?) ? Stated<DateTimeOffset>(property, (line, time) => line.Time(time))
            : type == typeof(IReadOnlyDictionary<string, string>)
                ? Map<string>(property, (line, text) => line.Text(text))
            : type == typeof(IReadOnlyDictionary<string, long>)
                ? Map<long>(property, (line, number) => line.Number(number))
            : throw new NotSupportedException($"Observation.{property.Name} is a {type.Name}: say how it is written.");
    }

    private static Writing Always<T>(PropertyInfo property, Action<LineWriter, T> write)
    {
        var get = property.GetMethod!.CreateDelegate<Func<Observation, T>>();
        return (line, name, observation) =>
        {
            line.Raw(name);
            write(line, get(observation));
            return true;
        };
    }

    private static Writing Text(PropertyInfo property)
    {
        var get = property.GetMethod!.CreateDelegate<Func<Observation, string?>>();
        return (line, name, observation) =>
        {
            if (get(observation) is not { } text)
                return false;
            line.Raw(name);
            line.Text(text);
            return true;
        };
    }

    private static Writing Stated<T>(PropertyInfo property, Action<LineWriter, T> write)
        where T : struct
    {
        var get = property.GetMethod!.CreateDelegate<Func<Observation, T?>>();
        return (line, name, observation) =>
        {
            if (get(observation) is not { } value)
                return false;
            line.Raw(name);
            write(line, value);
            return true;
        };
    }

    private static Writing Map<T>(PropertyInfo property, Action<LineWriter, T> write)
    {
        var get = property.GetMethod!.CreateDelegate<Func<Observation, IReadOnlyDictionary<string, T>?>>();
        return (line, name, observation) =>
        {
            if (get(observation) is not { } map)
                return false;
            line.Raw(name);
            var opening = "{"u8;
            foreach (var (key, value) in map)
            {
                line.Raw(opening);
                line.Text(key);
                line.Raw(":"u8);
                write(line, value);
                opening = ","u8;
            }
            line.Raw(map.Count == 0 ? "{}"u8 : "}"u8);
            return true;
        };
    }

    /// <param name="FirstName"><c>"name":</c></param>
    /// <param name="Name"><c>,"name":</c></param>
    /// <param name="Write">False when the observation does not say it; nothing is written then.</param>
    private sealed record Member(byte[] FirstName, byte[] Name, Writing Write);
}
