using System.Diagnostics;

namespace Governance.Domain.Intake;

/// <summary>What is known of the completeness of one deployment, hour by hour.</summary>
public sealed record Completeness
{
    /// <summary>A month of hours; older ones are in the log.</summary>
    public const int HoursMax = 31 * 24;

    /// <summary>Nothing was compared yet.</summary>
    public static Completeness Initial { get; } = new();

    /// <summary>The latest comparison of each hour, oldest first. Bounded by <see cref="HoursMax"/>.</summary>
    public IReadOnlyList<HourBalance> Hours { get; private init; } = [];

    /// <summary>The comparison of an hour; null: unknown.</summary>
    public HourBalance? Find(DateTimeOffset hour) => Hours.FirstOrDefault(one => one.Hour == hour);

    /// <summary>Folds one fact.</summary>
    public static Completeness Evolve(Completeness state, CompletenessEvent fact) => fact switch
    {
        CompletenessEvent.HourReconciled e => state with
        {
            Hours =
            [
                .. state.Hours.Where(one => one.Hour != e.Balance.Hour).Append(e.Balance)
                    .OrderBy(one => one.Hour)
                    .TakeLast(HoursMax),
            ],
        },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
