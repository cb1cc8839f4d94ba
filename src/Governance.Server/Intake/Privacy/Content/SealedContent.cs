namespace Governance.Server.Intake.Privacy.Content;

/// <summary>Content that was allowed, on its way beside its observation: nobody can read it without its keys.</summary>
/// <param name="Day">The day (UTC) whose key seals it.</param>
/// <param name="Box">What is stored.</param>
internal sealed record SealedContent(DateOnly Day, string Box);

/// <summary>Sealed content as it is stored.</summary>
/// <param name="Person">
/// The observation's user, by pseudonym; null where neither it nor its trace names one. It may be known only after the
/// sealing, and then no key of the person seals it.
/// </param>
internal sealed record KeptContent(SealedContent Sealed, string? Person);
