using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// What a handled message is about: the opaque id in the fact's stream, or the key of a timer or message. The streams
/// of one thing share it, e.g. <c>incident-…</c> and <c>escalation-…</c>.
/// </summary>
public sealed record Subject(string Id);

/// <summary>One handling as the pipeline sees it.</summary>
/// <param name="Fact">The fact that is handled; null for a timer or a message.</param>
/// <param name="Timer">The timer that fired, or null.</param>
internal sealed record Occasion(Reading Reading, Subject Subject, Fact? Fact = null, DueTimer? Timer = null);
