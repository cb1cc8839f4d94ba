using System.Globalization;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Trees;

namespace Governance.Server.Behaviour.Pages;

/// <summary>What the page of a trace or a conversation shows.</summary>
public sealed record TreeView
{
    /// <summary>Of the whole time, in the bars' units.</summary>
    internal const int Width = 1_000;

    /// <summary>What is shorter is drawn so wide, that it be seen.</summary>
    private const double LeastWidth = 4;

    internal TreeView(string noun, string id, ReadTree read) => (Noun, Id, Read) = (noun, id, read);

    /// <summary><c>trace</c> or <c>conversation</c>.</summary>
    internal string Noun { get; }

    internal string Id { get; }

    internal ReadTree Read { get; }

    internal IReadOnlyList<TreeNode> Nodes => Read.Tree.Nodes;

    /// <summary>From the first beginning to the last end.</summary>
    internal TimeSpan Length => Read.Tree.To - Read.Tree.From ?? TimeSpan.Zero;

    internal IEnumerable<string> Versions =>
        Nodes.Select(node => node.Seen.ModelVersion).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    internal IEnumerable<string> Deployments => Nodes.Select(node => node.Found.Name).Distinct();

    internal int Bad => Nodes.Count(node => ObservationWords.IsBad(node.Seen));

    internal int Orphans => Nodes.Count(node => node.IsOrphan);

    internal int Count(ObservationKind kind) => Nodes.Count(node => node.Seen.Kind == kind);

    /// <summary>Parents before what they caused.</summary>
    internal IEnumerable<TreeRow> Rows => Nodes.Select(RowOf);

    private TreeRow RowOf(TreeNode node)
    {
        var whole = Math.Max(Length.TotalMilliseconds, 1);
        var begins = (node.Seen.StartedAt - Read.Tree.From!.Value).TotalMilliseconds / whole * Width;
        var width = Math.Max((node.Seen.LatencyMs ?? 0) / whole * Width, LeastWidth);
        return new TreeRow(
            node.Found.Address, node.Seen, node.Depth, node.IsOrphan,
            Text(Math.Min(begins, Width - LeastWidth)), Text(width));
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>One line of a tree.</summary>
/// <param name="Depth">0 for a root.</param>
/// <param name="X">Where its bar begins, of <see cref="TreeView.Width"/>.</param>
/// <param name="Width">How long its bar is.</param>
public sealed record TreeRow(
    ObservationAddress Address, Observation Seen, int Depth, bool IsOrphan, string X, string Width);
