using System.Security.Cryptography;
using System.Text;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>
/// Who does what: a pure function of who lives and what each is willing to do, so that every node works out the same
/// without asking (rendezvous hashing, Thaler and Ravishankar 1998, with a cap on each node's share as in Mirrokni,
/// Thorup and Zadimoghaddam 2018). A node that comes or goes moves little more than its own share.
/// </summary>
internal static class Deal
{
    /// <summary>What <paramref name="node"/> is to do.</summary>
    public static IReadOnlySet<string> To(string node, IReadOnlyList<Worker> workers)
    {
        var living = workers.Where(worker => worker.Lives).ToList();
        var duties = living.SelectMany(worker => worker.Willing).Distinct().Order(StringComparer.Ordinal).ToList();
        var share = living.Count == 0 ? 0 : (duties.Count + living.Count - 1) / living.Count;
        var load = living.ToDictionary(worker => worker.Id, _ => 0, StringComparer.Ordinal);
        var mine = new HashSet<string>(StringComparer.Ordinal); // Bounded by the duties of the product.
        foreach (var duty in duties)
        {
            var taker = living
                .Where(worker => worker.Willing.Contains(duty))
                .Select(worker => worker.Id)
                // Who has its share already is asked only when nobody else is willing.
                .MinBy(id => (load[id] >= share, Score(id, duty)))!;
            load[taker]++;
            if (taker == node)
                mine.Add(duty);
        }

        return mine;
    }

    private static ulong Score(string node, string duty) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{node}\n{duty}")));
}
