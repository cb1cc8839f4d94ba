namespace Governance.Detection.Ssa;

/// <summary>
/// Eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: plain arithmetic in a fixed order, so that
/// forecasts have the same bits on every machine. O(n³) a sweep, some ten sweeps.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 40;

    /// <summary>Eigenvalues in descending order, each with its vector as a row.</summary>
    internal static (double[] Values, double[][] Vectors) Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => { var row = new double[n]; row[i] = 1; return row; })];
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 0; sweep++)
        {
            for (var p = 0; p < n - 1; p++)
            {
                for (var q = p + 1; q < n; q++)
                    Rotate(a, rows, p, q);
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        return ([.. order.Select(i => a[i, i])], [.. order.Select(i => rows[i])]);
    }

    private static double OffDiagonal(double[,] a)
    {
        double off = 0, diagonal = 0;
        for (var i = 0; i < a.GetLength(0); i++)
        {
            diagonal += a[i, i] * a[i, i];
            for (var j = 0; j < i; j++)
                off += a[i, j] * a[i, j];
        }

        return off <= 1e-26 * diagonal ? 0 : off;
    }

    private static void Rotate(double[,] a, double[][] rows, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < rows.Length; k++)
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (var k = 0; k < rows.Length; k++)
        {
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
            (rows[p][k], rows[q][k]) = ((c * rows[p][k]) - (s * rows[q][k]), (s * rows[p][k]) + (c * rows[q][k]));
        }
    }
}
