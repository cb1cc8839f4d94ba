namespace Governance.EventSourcing.Projections.Parking;

/// <summary>A key whose row stands still, since an event of it could not be applied.</summary>
/// <param name="Projection">Which projection.</param>
/// <param name="Key">Its key; <c>stream …</c> where an event would not even tell which keys it concerns.</param>
/// <param name="Position">The event that could not be applied.</param>
/// <param name="Events">It and those that wait behind it.</param>
/// <param name="Reason">What it failed with.</param>
/// <param name="At">When it was set aside.</param>
public sealed record ParkedKey(
    string Projection, string Key, long Position, long Events, string Reason, DateTimeOffset At);
