namespace Governance.Domain.Incidents.Severities;

/// <summary>
/// The policy that turns harm into a severity: impact × exposure, one level worse for each escalator. An assessment
/// names the version that it was made with.
/// </summary>
public sealed record SeverityMatrix
{
    private const int Rows = 5;
    private const int Columns = 4;

    /// <summary>A policy of that version.</summary>
    /// <param name="version">1, 2, …</param>
    /// <param name="cells">
    /// Row by row from the mildest impact, each from the smallest exposure: <see cref="Rows"/> × <see cref="Columns"/>.
    /// </param>
    /// <exception cref="ArgumentException">There are not as many cells, or a graver harm would be milder.</exception>
    public SeverityMatrix(int version, IReadOnlyList<Severity> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != Rows * Columns)
        {
            throw new ArgumentException($"A matrix has {Rows * Columns} cells.", nameof(cells));
        }

        var falls = Enumerable.Range(0, cells.Count).Any(at =>
            (at >= Columns && cells[at - Columns].IsWorseThan(cells[at]))
            || (at % Columns > 0 && cells[at - 1].IsWorseThan(cells[at])));
        if (falls)
        {
            throw new ArgumentException("A graver harm is never milder.", nameof(cells));
        }

        (Version, Cells) = (version, cells);
    }

    /// <summary>The policy that is shipped.</summary>
    public static SeverityMatrix Shipped { get; } = new(1, [.. new[]
    {
        5, 4, 3, 3,
        4, 3, 3, 2,
        3, 2, 2, 1,
        2, 1, 1, 1,
        1, 1, 1, 1,
    }.Select(cell => (Severity)cell)]);

    /// <summary>1, 2, …</summary>
    public int Version { get; }

    /// <summary>Row by row, mildest first.</summary>
    public IReadOnlyList<Severity> Cells { get; }

    /// <summary>What the matrix makes of a harm.</summary>
    public Severity Of(Harm harm)
    {
        ArgumentNullException.ThrowIfNull(harm);
        var row = (int)(harm.Impact ?? Impact.Catastrophic) - 1;
        var column = (int)(harm.Exposure ?? Exposure.Public) - 1;
        return (Severity)Math.Max(1, (int)Cells[(row * Columns) + column] - harm.Escalators);
    }
}
