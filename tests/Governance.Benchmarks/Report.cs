using System.Globalization;
using System.Text.Json;

namespace Governance.Benchmarks;

/// <summary>A benchmark's table, for a human and for a machine.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(TextWriter output, string benchmark, IReadOnlyList<Case> cases)
    {
        var width = cases.Max(row => row.Name.Length) + 2;
        output.WriteLine(
            $"{benchmark.PadRight(width)}{"measured",14}{"floor",14}{"ratio",8}{"bar",8}  {"unit",-10}holds");
        foreach (var row in cases)
        {
            var sign = row.Better == Better.Higher ? '≥' : '≤';
            output.WriteLine(
                $"{row.Name.PadRight(width)}{Number(row.Measured),14}{Number(row.Floor),14}{Number(row.Ratio),8}"
                + $"{sign + Number(row.Bar),8}  {row.Unit,-10}{(row.Holds ? "yes" : "no")}");
        }
    }

    public static async Task WriteJsonAsync(
        string file, string benchmark, IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var rows = cases.Select(row => new
        {
            Case = row.Name,
            row.Measured,
            row.Floor,
            row.Ratio,
            row.Bar,
            row.Unit,
            Better = row.Better.ToString().ToLowerInvariant(),
            row.Holds,
        });
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, new { benchmark, cases = rows }, s_json, ct);
    }

    private static string Number(double value) =>
        value.ToString(value >= 1_000 ? "N0" : "N2", CultureInfo.InvariantCulture);
}
