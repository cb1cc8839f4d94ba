namespace Governance.Server.OnCall.Pages;

/// <summary>The pages of the past 28 days.</summary>
/// <param name="Latest">The delivery log, latest first.</param>
/// <param name="All">How many there were.</param>
public sealed record PagesView(
    IReadOnlyList<PageEntry> Latest, int All, IReadOnlyList<Burden> Burdens, IReadOnlyList<Noise> Noise);
