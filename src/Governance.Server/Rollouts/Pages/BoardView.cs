namespace Governance.Server.Rollouts.Pages;

/// <summary>The board of rollouts.</summary>
/// <param name="Shown">Which view of it: open, ended or all.</param>
/// <param name="Halted">Names of the deployments on which a halt stands.</param>
public sealed record BoardView(
    string Shown, IReadOnlyList<BoardRow> Rows, int OpenCount, int EndedCount, IReadOnlySet<string> Halted)
{
    internal static BoardView Of(IReadOnlyList<BoardRow> all, IReadOnlySet<string> halted, string? shown)
    {
        var open = all.Where(row => row.IsOpen).ToList();
        var ended = all.Where(row => !row.IsOpen).ToList();
        return shown switch
        {
            "ended" => new BoardView("ended", ended, open.Count, ended.Count, halted),
            "all" => new BoardView("all", all, open.Count, ended.Count, halted),
            _ => new BoardView("open", open, open.Count, ended.Count, halted),
        };
    }
}
