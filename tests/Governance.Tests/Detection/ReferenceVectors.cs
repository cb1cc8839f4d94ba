using System.Text.Json;

namespace Governance.Tests.Detection;

/// <summary>
/// The known answers of <c>stats.json</c>, each section walked in full: an expected name that nothing here computes
/// fails, so a vector can never be passed by being overlooked.
/// </summary>
internal static class ReferenceVectors
{
    /// <summary>
    /// Statistics agree to this relative error; where doubles carry the data to 1e-7 only, to the other.
    /// </summary>
    private const double Close = 1e-9;

    private const double CloseAtLargeOffset = 1e-6;

    internal static IReadOnlyList<JsonElement> Section(string name)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Find("data/reference-vectors/stats.json")));
        return [.. document.RootElement.GetProperty(name).EnumerateArray()];
    }

    /// <summary>
    /// Compares every property under <paramref name="expected"/>, however deep, with what is computed.
    /// </summary>
    /// <returns>How many numbers were compared.</returns>
    internal static int Agree(JsonElement expected, string name, string path, Func<string, object?> computed)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            return expected.EnumerateObject().Sum(property => Agree(
                property.Value, name, path.Length == 0 ? property.Name : $"{path}/{property.Name}", computed));
        }

        var value = computed(path);
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null:
                value.ShouldBeNull($"{name}: {path}");
                break;
            case JsonValueKind.String:
                value.ShouldBe(expected.GetString(), $"{name}: {path}");
                break;
            case JsonValueKind.Array:
                Agree(Doubles(expected), ((IEnumerable<double>)value!).ToList(), name, path);
                break;
            default:
                Agree([expected.GetDouble()], [Convert.ToDouble(value.ShouldNotBeNull($"{name}: {path}"))], name, path);
                break;
        }

        return 1;
    }

    internal static double[] Doubles(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetDouble())];

    internal static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt64())];

    internal static ArgumentException Unknown(string path) =>
        new($"The vectors expect '{path}', which this test does not compute.");

    private static void Agree(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string name, string path)
    {
        actual.Count.ShouldBe(expected.Count, $"{name}: {path}");
        var relative = name.Contains("large_offset", StringComparison.Ordinal) ? CloseAtLargeOffset : Close;
        var isProbability = path.Split('/')[^1] is var last
            && (last == "p" || last.StartsWith("p_", StringComparison.Ordinal)
                || last.EndsWith("_p", StringComparison.Ordinal));
        for (var i = 0; i < expected.Count; i++)
        {
            var allowed = isProbability
                ? (1e-7 * Math.Abs(expected[i])) + 1e-12
                : (relative * Math.Abs(expected[i])) + 1e-12;
            actual[i].ShouldBe(expected[i], allowed, $"{name}: {path}[{i}]");
        }
    }
}
