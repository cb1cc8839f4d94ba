using Governance.Domain.Intake;

namespace Governance.Server.Fleet.Traffic;

/// <summary>What one deployment served in one step of time: how much of each version.</summary>
/// <param name="At">Start of the step.</param>
/// <param name="Versions">Served things by version; a sender that names no version counts under the empty name.</param>
public sealed record TrafficStep(DateTimeOffset At, IReadOnlyDictionary<string, double> Versions)
{
    /// <summary>Share of one version among two, 0..1; null when neither was seen: that is not a share of 0.</summary>
    public double? ShareOf(string version, string other)
    {
        var mine = Versions.GetValueOrDefault(version);
        var all = mine + Versions.GetValueOrDefault(other);
        return all > 0 ? mine / all : null;
    }
}

/// <summary>Served things by version over time, in steps, by the time at which they began.</summary>
internal sealed class TrafficSeries
{
    /// <summary>Length of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>One hour of steps are kept.</summary>
    private const int StepsMax = 720;

    /// <summary>Versions told apart in one step; a deployment that serves more is shown by its first ones.</summary>
    private const int VersionsMax = 16;

    // Bounded by StepsMax × VersionsMax.
    private readonly SortedDictionary<long, Dictionary<string, double>> _steps = [];

    /// <summary>Spreads what was served evenly between its first and last start.</summary>
    public void Add(string version, ServingSeen serving)
    {
        var first = IndexOf(serving.FirstStart);
        var last = Math.Min(IndexOf(serving.LastStart), first + StepsMax);
        for (var step = first; step <= last; step++)
        {
            Add(step, version, (double)serving.Count / (last - first + 1));
        }

        while (_steps.Count > StepsMax)
        {
            _steps.Remove(_steps.First().Key);
        }
    }

    /// <summary>Takes over what another series has between two times.</summary>
    public void Copy(TrafficSeries other, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (step, versions) in other._steps.Where(s => s.Key >= IndexOf(from) && s.Key <= IndexOf(to)))
        {
            _steps[step] = new(versions);
        }
    }

    /// <summary>The steps between two times in order; steps without traffic are left out.</summary>
    public IReadOnlyList<TrafficStep> Between(DateTimeOffset from, DateTimeOffset to) =>
    [
        .. _steps.Where(step => step.Key >= IndexOf(from) && step.Key <= IndexOf(to))
            .Select(step => new TrafficStep(
                new DateTimeOffset(step.Key * Step.Ticks, TimeSpan.Zero), new Dictionary<string, double>(step.Value))),
    ];

    private void Add(long step, string version, double count)
    {
        if (!_steps.TryGetValue(step, out var versions))
        {
            _steps.Add(step, versions = []);
        }

        if (versions.Count < VersionsMax || versions.ContainsKey(version))
        {
            versions[version] = versions.GetValueOrDefault(version) + count;
        }
    }

    private static long IndexOf(DateTimeOffset time) => time.UtcTicks / Step.Ticks;
}
