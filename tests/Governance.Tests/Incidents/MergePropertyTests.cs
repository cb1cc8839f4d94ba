using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Merging;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>
/// Some incidents under any sequence of joining, merging, taking apart, splitting and ending: no signal is lost or
/// counted twice, and nobody knows later than they knew.
/// </summary>
public sealed class MergePropertyTests
{
    private const int Founded = 4;

    [Fact]
    public void Signals_are_conserved_and_awareness_is_the_earliest() => Prop.ForAll(
        Step().ArrayOf().ToArbitrary(),
        steps =>
        {
            var world = new World();
            foreach (var step in steps)
            {
                step(world);
                world.Incidents.Values.Sum(incident => incident.SignalCount).ShouldBe(world.Signals);
                foreach (var incident in world.Incidents.Values)
                {
                    incident.Signals.Values.ShouldAllBe(share => share.Count > 0);
                    incident.AwareAt.ShouldBe(
                        incident.Absorbed.Select(one => one.AwareAt).Append(incident.Declaration!.AwareAt).Min());
                }
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<Action<World>> Step()
    {
        var any = Gen.Choose(0, Founded - 1);
        return Gen.OneOf(
            from one in any
            select new Action<World>(world => world.Join(one)),
            from one in any
            from other in any
            select new Action<World>(world => world.Merge(one, other)),
            from one in any
            select new Action<World>(world => world.Unmerge(one)),
            from one in any
            from finding in any
            select new Action<World>(world => world.Split(one, finding)),
            from one in any
            select new Action<World>(world => world.Do(
                Id(one), new ResolveIncident(Officer, "Done.") { NoContainment = "None." }.Decide)));
    }

    private static IncidentId Id(int one) => new($"i{one}");

    private static Fingerprint Finding(int one) => new($"f{one}");

    private sealed class World
    {
        private long _position = 100;

        internal World()
        {
            for (var one = 0; one < Founded; one++)
            {
                Incidents[Id(one)] = Incident.Initial;
                Do(Id(one), new DeclareIncident(Declaration with
                {
                    Fingerprint = Finding(one),
                    SignalPosition = one + 1,
                    AwareAt = Now.AddMinutes(-one),
                }).Decide);
            }

            Signals = Founded;
        }

        // Bounded by the incidents of one case: those founded, and those split off.
        internal Dictionary<IncidentId, Incident> Incidents { get; } = [];

        internal int Signals { get; private set; }

        internal bool Do(IncidentId id, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide)
        {
            var facts = decide(Incidents[id], Now).Events;
            Incidents[id] = facts.Aggregate(Incidents[id], Incident.Evolve);
            return facts.Count > 0;
        }

        /// <summary>A signal goes where its finding's signals are now.</summary>
        internal void Join(int one)
        {
            foreach (var (id, incident) in Incidents)
            {
                if (incident.Signals.ContainsKey(Finding(one)))
                {
                    var joined = Do(id, new JoinSignal(Finding(one), ++_position, Severity.Sev2, Correlation).Decide);
                    Signals += joined ? 1 : 0;
                    return;
                }
            }
        }

        internal void Merge(int one, int other)
        {
            var (source, target) = (Incidents[Id(one)], Id(other));
            if (Do(Id(one), new MergeIncident(Id(one), target, Incidents[target], Officer, "Same.").Decide))
            {
                Do(target, new AbsorbIncident(Id(one), source, Officer).Decide);
            }
        }

        internal void Unmerge(int one)
        {
            var target = Incidents[Id(one)].MergedInto;
            var holder = target is { } known ? Incidents[known] : Incident.Initial;
            if (Do(Id(one), new UnmergeIncident(Id(one), holder, Officer, "Not the same.").Decide))
            {
                Do(target!.Value, new GiveBackIncident(Id(one)).Decide);
            }
        }

        internal void Split(int one, int finding)
        {
            var into = new IncidentId($"s{++_position}");
            var (before, split) = (
                Incidents[Id(one)], new SplitIncident(into, Finding(finding), Officer, "Another thing."));
            if (Do(Id(one), split.Decide))
            {
                Incidents[into] = Incident.Initial;
                Do(into, new DeclareIncident(split.Declaration(before, "Another thing")).Decide);
            }
        }
    }
}
