namespace Governance.Server.Rollouts.Pages;

/// <summary>The board of rollouts.</summary>
/// <param name="Shown">Which view of it: open, ended or all.</param>
public sealed record BoardView(string Shown, IReadOnlyList<BoardRow> Rows, int OpenCount, int EndedCount)
{
    internal static BoardView Of(IReadOnlyList<BoardRow> all, string? shown)
    {
        var open = all.Where(row => row.IsOpen).ToList();
        var ended = all.Where(row => !row.IsOpen).ToList();
        return shown switch
        {
            "ended" => new BoardView("ended", ended, open.Count, ended.Count),
            "all" => new BoardView("all", all, open.Count, ended.Count),
            _ => new BoardView("open", open, open.Count, ended.Count),
        };
    }
}
