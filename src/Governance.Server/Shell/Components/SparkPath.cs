using System.Globalization;
using System.Text;

namespace Governance.Server.Shell.Components;

/// <summary>Maps values onto a 100 × 40 canvas, all series on one scale. A null lifts the pen.</summary>
internal sealed class SparkPath(params ReadOnlySpan<IReadOnlyList<double?>?> series)
{
    private readonly (double Min, double Max) _range = RangeOf(series);

    internal string Line(IReadOnlyList<double?> values)
    {
        var path = new StringBuilder();
        var drawing = false;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
                path.Append(drawing ? 'L' : 'M').Append(Point(i, values.Count, value));
            if (!drawing && values[i] is not null && (i + 1 == values.Count || values[i + 1] is null))
                path.Append("h0"); // Alone between gaps: with round caps a dot.
            drawing = values[i] is not null;
        }
        return path.ToString();
    }

    /// <summary>The area between two edges; points without both are left out.</summary>
    internal string Between(IReadOnlyList<double?> low, IReadOnlyList<double?> high)
    {
        var known = Enumerable.Range(0, low.Count).Where(i => low[i] is not null && high[i] is not null).ToList();
        if (known.Count < 2)
            return "";
        var there = known.Select(i => Point(i, low.Count, high[i]!.Value));
        var back = known.AsEnumerable().Reverse().Select(i => Point(i, low.Count, low[i]!.Value));
        return "M" + string.Join('L', there.Concat(back)) + "Z";
    }

    private string Point(int index, int count, double value)
    {
        var x = count < 2 ? 50 : 100.0 * index / (count - 1);
        var height = _range.Max - _range.Min;
        var y = height <= 0 ? 20 : 38 - (36 * (value - _range.Min) / height);
        return string.Create(CultureInfo.InvariantCulture, $"{x:0.##} {y:0.##}");
    }

    private static (double Min, double Max) RangeOf(ReadOnlySpan<IReadOnlyList<double?>?> series)
    {
        var (min, max) = (double.MaxValue, double.MinValue);
        foreach (var values in series)
        {
            foreach (var value in values ?? [])
            {
                min = Math.Min(min, value ?? min);
                max = Math.Max(max, value ?? max);
            }
        }
        return min > max ? (0, 0) : (min, max);
    }
}
