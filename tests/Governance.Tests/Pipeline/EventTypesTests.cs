using System.Collections;
using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Tests.Pipeline;

public sealed class EventTypesTests
{
    [Fact]
    public void A_name_is_the_noun_and_the_event_in_snake_case() =>
        EventTypes.AliasOf<IncidentEvent.SeverityRaised>().ShouldBe("incident.severity_raised");

    [Fact]
    public void Every_event_of_the_domain_comes_back_as_it_was_written()
    {
        EventTypes.All.ShouldNotBeEmpty();
        foreach (var type in EventTypes.All)
        {
            var written = EventTypes.Encode(Sample.Of(type, 0)!);
            var read = EventTypes.Decode(Recorded(written.Type, written.Data));

            read.Event.ShouldBeOfType(type, Encoding.UTF8.GetString(written.Data.Span) + " " + read.Event);
            Encoding.UTF8.GetString(EventTypes.Encode(read.Event).Data.Span)
                .ShouldBe(Encoding.UTF8.GetString(written.Data.Span));
        }
    }

    [Fact]
    public void The_bytes_are_plain_and_exact()
    {
        var raised = new IncidentEvent.SeverityRaised(
            Severity.Sev2, Severity.Sev1, Actor.Person(new PersonId("4f")), "Größer als <gedacht>");

        Encoding.UTF8.GetString(EventTypes.Encode(raised).Data.Span).ShouldBe(
            """{"from":"sev2","to":"sev1","by":"person-4f","reason":"Größer als <gedacht>"}""");
        EventTypes.Encode(raised).DotnetType
            .ShouldBe("Governance.Domain.Incidents.IncidentEvent+SeverityRaised, Governance.Domain");
    }

    [Fact]
    public void A_type_of_a_newer_version_is_said_to_be_unknown() =>
        Read("incident.teleported", "{}").ShouldBeOfType<Unreadable>().Known.ShouldBeFalse();

    [Theory]
    [InlineData("""{"from":"sev2","to":"sev1","by":"person-4f"}""")]
    [InlineData("""{"from":"sev2","to":"sev1","by":"person-4f","reason":"x","more":1}""")]
    [InlineData("""{"from":2,"to":"sev1","by":"person-4f","reason":"x"}""")]
    [InlineData("""{"from":"sev2","to":"sev1","by":null,"reason":"x"}""")]
    [InlineData("""{"from":"sev2","from":"sev2","to":"sev1","by":"person-4f","reason":"x"}""")]
    [InlineData("null")]
    public void Bytes_that_are_not_what_the_type_holds_are_never_guessed_at(string json) =>
        Read("incident.severity_raised", json).ShouldBeOfType<Unreadable>().Known.ShouldBeTrue();

    private static object Read(string type, string json) =>
        EventTypes.Decode(Recorded(type, Encoding.UTF8.GetBytes(json))).Event;

    private static RecordedEvent Recorded(string type, ReadOnlyMemory<byte> data) => new(
        1, Guid.Empty, "incident-1", 1, type, data, DateTimeOffset.UnixEpoch, null, null, null, null, null);

    /// <summary>Some value of any type that an event may be made of, every part of it filled.</summary>
    private static class Sample
    {
        private static readonly DateTimeOffset s_time = new(2026, 11, 21, 0, 59, 10, 123, 456, TimeSpan.Zero);

        public static object? Of(Type type, int depth)
        {
            depth.ShouldBeLessThan(8, $"{type} is deeper than an event should be");
            if (Nullable.GetUnderlyingType(type) is { } value)
                return Of(value, depth);
            return Plain(type) ?? Collection(type, depth) ?? Record(type, depth);
        }

        private static object? Plain(Type type) => type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateTimeOffset) => s_time,
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(s_time.UtcDateTime),
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
            _ when type == typeof(Guid) => new Guid("0d4c2f3e-8a52-4e25-9b3c-0a7c8f5b9d11"),
            { IsEnum: true } => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1),
            { IsPrimitive: true } => Convert.ChangeType(7, type, null),
            _ when type == typeof(decimal) => 7.5m,
            _ => null,
        };

        private static IEnumerable? Collection(Type type, int depth)
        {
            if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type))
                return type.IsArray ? Filled(type.GetElementType()!, depth) : null;
            var parts = type.GetGenericArguments();
            if (parts.Length == 1)
                return Filled(parts[0], depth);
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
            map[Of(parts[0], depth + 1)!] = Of(parts[1], depth + 1);
            return map;
        }

        private static Array Filled(Type element, int depth)
        {
            var array = Array.CreateInstance(element, 2);
            array.SetValue(Of(element, depth + 1), 0);
            array.SetValue(Of(element, depth + 1), 1);
            return array;
        }

        private static object Record(Type type, int depth)
        {
            var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)
                ?? throw new ArgumentException($"{type} cannot be made.");
            var made = constructor.Invoke(
                [.. constructor.GetParameters().Select(part => Of(part.ParameterType, depth + 1))]);
            foreach (var property in type.GetProperties().Where(one => one.CanWrite))
                property.SetValue(made, Of(property.PropertyType, depth + 1));
            return made;
        }
    }
}
