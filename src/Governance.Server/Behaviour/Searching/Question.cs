using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Index;

namespace Governance.Server.Behaviour.Searching;

/// <summary>Exactly one of these values in a field.</summary>
internal sealed record Wanted(SearchField Field, IReadOnlyCollection<string> Values);

/// <summary>
/// What is looked for in behaviour. Everything that is said must hold; of several values of one field, one.
/// </summary>
internal sealed record Question
{
    /// <summary>Name of the deployment, as its senders say it.</summary>
    public string? Deployment { get; init; }

    /// <summary>Empty: any kind.</summary>
    public IReadOnlyList<ObservationKind> Kinds { get; init; } = [];

    /// <summary>By field, in the order of <see cref="SearchField.All"/>.</summary>
    public IReadOnlyList<Wanted> Wanted { get; init; } = [];

    /// <summary>Within the range.</summary>
    public NumberRange? Score { get; init; }

    /// <summary>Within the range, milliseconds.</summary>
    public NumberRange? Latency { get; init; }

    /// <summary>True: only what signalled an error.</summary>
    public bool Failed { get; init; }

    /// <summary>True: only what refused.</summary>
    public bool Refused { get; init; }

    /// <summary>Began at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Began before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Recorded at or after.</summary>
    public DateTimeOffset? RecordedSince { get; init; }

    /// <summary>Recorded before.</summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The one observation that is asked for.</summary>
    public ObservationAddress? Address { get; init; }

    /// <summary>What was asked and cannot be understood: nothing is found by half a question.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>Only observations whose field has one of some values.</summary>
    public static Question Of(string word, params IReadOnlyCollection<string> values) =>
        new() { Wanted = [new Wanted(SearchField.Find(word)!, values)] };
}

/// <summary>A range of numbers; a missing end is open.</summary>
internal sealed record NumberRange(double Low, double High, bool WithLow = true, bool WithHigh = true)
{
    /// <summary>Whether the number is in it.</summary>
    public bool Holds(double number) =>
        (WithLow ? number >= Low : number > Low) && (WithHigh ? number <= High : number < High);
}
