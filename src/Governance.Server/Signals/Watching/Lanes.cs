using Governance.Detection;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// The two sets of configurations at work on one deployment, each with streams of its own: what stands, and what is on
/// trial beside it. What is on trial spends nothing of the budget and ends no episode of what stands.
/// </summary>
internal sealed class Lanes
{
    private static readonly SignalKind[] s_kinds = Enum.GetValues<SignalKind>();

    private readonly Lane[] _all;
    private DetectorPolicy? _policy;

    internal Lanes(WatchSettings settings, DetectorPolicy policy)
    {
        (Standing, Trial) = (new Lane(settings, isTrial: false), new Lane(settings, isTrial: true));
        _all = [Standing, Trial];
        Follow(policy, []);
    }

    /// <summary>The configurations that stand.</summary>
    internal Lane Standing { get; }

    /// <summary>Those on trial.</summary>
    internal Lane Trial { get; }

    /// <summary>Both, in the order in which they speak.</summary>
    internal ReadOnlySpan<Lane> All => _all;

    /// <summary>
    /// Judges by a policy from here on. Only the kinds whose configuration has changed begin anew; a trial that has
    /// come to stand keeps what it has learned.
    /// </summary>
    /// <returns>The kinds whose mode has changed: what they had found counts otherwise now.</returns>
    internal IReadOnlyList<SignalKind> Follow(DetectorPolicy policy, List<FoundSignal> found)
    {
        if (ReferenceEquals(policy, _policy))
            return [];
        var changed = new List<SignalKind>();
        foreach (var signal in s_kinds)
        {
            var (now, next) = (Standing.At(signal), policy.Standing(signal));
            if (now?.Mode != next?.Mode)
                changed.Add(signal);
            if (next is not null && next.Version != now?.Version && next.Version == Trial.At(signal)?.Version)
                Standing.Inherit(signal, next, Trial, found);
            else
                Standing.Judge(signal, next, found);
            Trial.Judge(signal, policy.Trial(signal), found);
        }

        _policy = policy;
        return changed;
    }

    /// <summary>Compares with the baselines of a policy from here on.</summary>
    /// <param name="frozen">What those that are frozen are made from.</param>
    internal void Rebase(
        DetectorPolicy policy, IReadOnlyDictionary<StreamKey, Sample> frozen, List<FoundSignal> found)
    {
        foreach (var lane in _all)
            lane.Rebase(policy, frozen, found);
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var lane in _all)
            lane.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (var lane in _all)
            lane.Load(reader);
    }
}
