using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
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
            var written = EventTypes.Encode(EventSample.Of(type, 0)!);
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
}
