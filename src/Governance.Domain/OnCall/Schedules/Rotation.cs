namespace Governance.Domain.OnCall.Schedules;

/// <summary>People who take turns.</summary>
/// <param name="People">In the order of their turns; one may stand in it more than once.</param>
/// <param name="FirstDay">The day of the first handover, local.</param>
/// <param name="Handover">When turns change, by the wall clock.</param>
/// <param name="LengthDays">Of a turn: 1 is daily, 7 weekly.</param>
public sealed record Rotation(IReadOnlyList<PersonId> People, DateOnly FirstDay, TimeOnly Handover, int LengthDays)
{
    /// <summary>A longer round is no rotation that anyone remembers.</summary>
    public const int PeopleMax = 60;

    /// <summary>A turn of more than a year is a job, days.</summary>
    public const int LengthDaysMax = 366;

    /// <summary>Somebody is on call only then; null means always.</summary>
    public OpenHours? Hours { get; init; }

    /// <summary>Whose turn it is, or null before the first handover and outside the hours.</summary>
    public PersonId? At(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (Hours is not null && Hours.DayAt(at, zone) is null)
            return null;
        var days = DateOnly.FromDateTime(zone.ShownAt(at)).DayNumber - FirstDay.DayNumber;
        var turn = (int)Math.Floor((double)days / LengthDays);
        if (days >= 0 && HandoverOf(turn, zone) > at)
            turn--;
        return turn < 0 ? null : People[turn % People.Count];
    }

    /// <summary>Every moment from a day to another at which it may be somebody else's turn.</summary>
    public IEnumerable<DateTimeOffset> Changes(DateOnly first, DateOnly last, TimeZoneInfo zone)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            yield return zone.InstantOf(day, Handover);
            if (Hours?.On(day, zone) is var (from, to))
            {
                yield return from;
                yield return to;
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Rotation? other) =>
        other is not null
        && (FirstDay, Handover, LengthDays) == (other.FirstDay, other.Handover, other.LengthDays)
        && Hours == other.Hours
        && People.SequenceEqual(other.People);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstDay, Handover, LengthDays, People.Count);

    private DateTimeOffset HandoverOf(int turn, TimeZoneInfo zone) =>
        zone.InstantOf(FirstDay.AddDays(turn * LengthDays), Handover);
}
