using Governance.Messaging;
using Governance.Messaging.Handling;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Tests.Messaging;

public sealed class HandlerBookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_is_given_what_load_found_and_what_surrounds_it_and_returns_what_happens()
    {
        var handler = Book(typeof(GreetHandler)).All.ShouldHaveSingleItem();

        var result = await handler.InvokeAsync(Call(new Greet("Ada")));

        result.Returned.ShouldBe([new Said("Hello Ada, it is noon"), new Noted(3)]);
        handler.Name.ShouldBe("Greet");
        handler.MayEmit.ShouldBe([typeof(Said), typeof(Noted)]);
    }

    [Fact]
    public async Task After_is_called_by_whoever_committed_with_what_was_returned()
    {
        var handler = Book(typeof(GreetHandler)).All[0];
        var greet = new Greet("Bob") { Heard = [] };

        var result = await handler.InvokeAsync(Call(greet));
        greet.Heard.ShouldBeEmpty();
        await result.After!();

        greet.Heard.ShouldBe(["Hello Bob, it is noon"]);
    }

    [Fact]
    public void A_class_may_say_what_to_do_when_it_fails() => Book(typeof(GreetHandler)).All[0].Errors
        .After(new InvalidDataException(), 1, 7).GetType().Name.ShouldBe("Discard");

    [Theory]
    [InlineData("")] // Nothing is loaded for nobody.
    [InlineData("Eve")] // Not valid.
    public async Task Nothing_happens_when_nothing_is_found_or_it_is_not_valid(string name)
    {
        var handler = Book(typeof(GreetHandler)).All[0];

        (await handler.InvokeAsync(Call(new Greet(name)))).Returned.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(Misnamed), "does not end in Handler")]
    [InlineData(typeof(EmptyHandler), "no public static method Handle")]
    [InlineData(typeof(TwiceHandler), "in 2 methods, and nobody can say which")]
    [InlineData(typeof(StrangerHandler), "nobody can supply the argument where (Uri) of Handle")]
    [InlineData(typeof(UndeclaredHandler), "Version is nothing that anybody handles")]
    public void What_cannot_work_is_an_error_at_the_start_that_says_why(Type type, string why)
    {
        var start = () => Book(type);

        start.ShouldThrow<HandlerException>().Message.ShouldContain(why);
    }

    private static HandlerBook Book(Type type) => new(
        [type],
        new Surroundings(),
        new ServiceCollection().AddSingleton(new Clockwork("noon")).BuildServiceProvider()
            .GetRequiredService<IServiceProviderIsService>());

    private static HandlerCall Call(object message) => new(
        message,
        "origin",
        new ServiceCollection().AddSingleton(new Clockwork("noon")).BuildServiceProvider(),
        Stop);

    private sealed record Greet(string Name)
    {
        public List<string> Heard { get; init; } = [];
    }

    private sealed record Said(string Words);

    private sealed record Noted(int Letters);

    private sealed record Guest(string Name);

    private sealed record Clockwork(string Hour);

    [MayEmit(typeof(Said), typeof(Noted))]
    private static class GreetHandler
    {
        public static ErrorPolicy Errors { get; } =
            ErrorPolicy.Default.OnException<InvalidDataException>().Discard();

        public static async Task<Guest?> LoadAsync(Greet message, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
            return message.Name.Length == 0 ? null : new Guest(message.Name);
        }

        public static bool Validate(Guest guest) => guest.Name != "Eve";

        public static (Said, Noted) Handle(Greet message, Guest guest, Clockwork clock, string origin) =>
            (new Said($"Hello {guest.Name}, it is {clock.Hour}"), new Noted(origin.Length / 2));

        public static void After(Greet message, Said said) => message.Heard.Add(said.Words);
    }

    private static class Misnamed
    {
        public static void Handle(Greet message) => _ = message;
    }

    private static class EmptyHandler;

    private static class TwiceHandler
    {
        public static void Handle(Greet message) => _ = message;

        public static void Handle(Greet message, Clockwork clock) => _ = (message, clock);
    }

    private static class StrangerHandler
    {
        public static void Handle(Greet message, Uri where) => _ = (message, where);
    }

    private static class UndeclaredHandler
    {
        public static Version Handle(Greet message) => new(message.Name.Length, 0);
    }

    private sealed class Surroundings : IHandlerSurroundings
    {
        public string Supplies => "a string";

        public ArgumentSource? Supply(Type argument, Type message) =>
            argument == typeof(string) ? call => new(call.Origin) : null;

        public string? RefuseOutcome(Type outcome) =>
            outcome.IsNested ? null : $"{outcome.Name} is nothing that anybody handles.";
    }
}
