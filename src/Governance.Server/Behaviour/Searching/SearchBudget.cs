namespace Governance.Server.Behaviour.Searching;

/// <summary>How much one search may cost before it stops and says how far it came.</summary>
/// <param name="Headers">Headers looked at; a million are looked at in a second or two.</param>
/// <param name="Segments">Segments opened; each is unpacked and read through.</param>
/// <param name="Time">How long it may take.</param>
internal sealed record SearchBudget(long Headers, int Segments, TimeSpan Time)
{
    /// <summary>What a reader at a page or a program waits for.</summary>
    public static SearchBudget Page { get; } = new(500_000, 4_000, TimeSpan.FromSeconds(4));

    /// <summary>A file may take its time; what it may hold is bounded elsewhere.</summary>
    public static SearchBudget File { get; } = new(long.MaxValue, int.MaxValue, TimeSpan.FromHours(1));
}
