using Governance.Domain;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>What the page of one observation's content shows.</summary>
/// <param name="Address">Where the observation lies.</param>
/// <param name="Day">The day it was taken in.</param>
/// <param name="IsErased">True when nobody can read it any more.</param>
/// <param name="Reveals">Who has read it, the newest first.</param>
/// <param name="Texts">Its texts by name, shown this once; null where nobody asked.</param>
public sealed record ContentView(
    ObservationAddress Address,
    DateOnly Day,
    bool IsErased,
    IReadOnlyList<RevealRow> Reveals,
    IReadOnlyList<KeyValuePair<string, string>>? Texts = null);

/// <summary>One reading.</summary>
/// <param name="By">Who, as colleagues call them.</param>
public sealed record RevealRow(string? By, string Reason, DateTimeOffset At);
