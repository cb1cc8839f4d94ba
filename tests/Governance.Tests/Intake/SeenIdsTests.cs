using Governance.Server.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;

namespace Governance.Tests.Intake;

/// <summary>What is remembered of what was stored, and what is not.</summary>
public sealed class SeenIdsTests
{
    private const int Seed = 5;

    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_table_holds_what_was_added_and_not_removed_through_all_its_sizes()
    {
        var (dice, table, model) = (new Random(Seed), new IdTable(), new HashSet<ulong>());
        for (var turn = 0; turn < 120_000; turn++)
        {
            var id = ((ulong)dice.Next(1, 40_000) * 0x9E3779B97F4A7C15) | 1;
            if (dice.Next(3) == 0)
                table.Remove(id).ShouldBe(model.Remove(id));
            else
                table.Add(id).ShouldBe(model.Add(id));
        }
        table.Count.ShouldBe(model.Count);
        model.ShouldAllBe(id => table.Contains(id));
    }

    [Fact]
    public void The_last_million_is_remembered_and_what_is_older_is_known_to_be_forgotten()
    {
        var window = new SeenWindow();
        const int Stored = SeenWindow.LeastIds + (2 * IdTable.Capacity);
        for (var i = 1; i <= Stored; i++)
            window.Add(Spread(i), s_now.AddMilliseconds(i));
        window.Contains(Spread(Stored - SeenWindow.LeastIds + 1)).ShouldBeTrue();
        window.Contains(Spread(1)).ShouldBeFalse();
        window.Count.ShouldBeInRange(SeenWindow.LeastIds, SeenWindow.LeastIds + IdTable.Capacity);
        window.ForgottenTo.ShouldNotBeNull().ShouldBeInRange(
            s_now.AddMilliseconds(IdTable.Capacity), s_now.AddMilliseconds(Stored - SeenWindow.LeastIds));
    }

    [Fact]
    public void After_a_day_without_anything_new_nothing_is_remembered()
    {
        var window = new SeenWindow();
        window.Add(7, s_now);
        window.Trim(s_now + SeenWindow.Length);
        window.Contains(7).ShouldBeTrue();
        window.Trim(s_now + SeenWindow.Length + TimeSpan.FromTicks(1));
        (window.Contains(7), window.ForgottenTo).ShouldBe((false, s_now));
    }

    [Fact]
    public void A_deployment_that_repeats_anothers_ids_is_not_mistaken_for_it()
    {
        var seen = new SeenIds(new IdDigest(new InstallationKey(new byte[InstallationKey.Length])));
        var id = seen.DigestOf(new ObservationId(1, 2));
        seen.Add(seen.Of("one"), id, s_now);
        seen.Of("one").Contains(id).ShouldBeTrue();
        seen.Of("other").Contains(id).ShouldBeFalse();
    }

    [Fact]
    public void Every_bit_of_an_id_changes_its_digest()
    {
        var digest = new IdDigest(new InstallationKey(new byte[InstallationKey.Length]));
        var ids = Enumerable.Range(0, 192).Select(bit => bit < 128
            ? new ObservationId(UInt128.One << bit, 0)
            : new ObservationId(0, 1UL << (bit - 128)));
        ids.Append(default).Select(digest.Of).Distinct().Count().ShouldBe(193);
    }

    private static ulong Spread(int number) => (ulong)number * 0x9E3779B97F4A7C15;
}
