using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;

namespace Governance.Tests.Intake;

/// <summary>
/// The line that is stored is the one that System.Text.Json would write, whatever an observation says.
/// </summary>
public sealed class ObservationLineTests
{
    private const int Seed = 11;

    private static readonly string[] s_texts =
    [
        "", "v1", "acme-chat", "a\"b\\c", "<&'+>`", "zwölf €", "\u2028\u0001\t", "😀", "\u007f", new string('x', 3000),
    ];

    private static readonly double[] s_numbers =
        [0, -0.0, 1, 0.1, 1e21, 1e-7, 812.25, double.MaxValue, double.Epsilon, 123456789.123456789];

    [Fact]
    public void Any_observation_is_written_byte_for_byte_as_the_serializer_writes_it()
    {
        var (dice, line) = (new Random(Seed), new LineWriter());
        for (var turn = 0; turn < 3_000; turn++)
        {
            var observation = Any(dice);
            line.Clear();
            ObservationLine.Write(line, observation);
            Encoding.UTF8.GetString(line.Written)
                .ShouldBe(JsonSerializer.Serialize(observation, ObservationJson.Default.Observation));
        }
    }

    [Fact]
    public void A_number_that_json_has_no_word_for_is_refused()
    {
        Should.Throw<ArgumentException>(() => new LineWriter().Number(double.NaN));
        Should.Throw<ArgumentException>(() => new LineWriter().Number(double.PositiveInfinity));
    }

    private static Observation Any(Random dice)
    {
        var observation = new Observation { Kind = default, StartedAt = default };
        foreach (var property in typeof(Observation).GetProperties())
        {
            var isStated = property.GetCustomAttribute<JsonIgnoreAttribute>() is null && dice.Next(3) > 0;
            if (isStated || property.Name is nameof(Observation.Kind) or nameof(Observation.StartedAt))
                property.SetValue(observation, ValueOf(property.PropertyType, dice));
        }
        return observation;
    }

    private static object ValueOf(Type type, Random dice) => type switch
    {
        _ when type == typeof(ObservationKind) => (ObservationKind)dice.Next(Enum.GetValues<ObservationKind>().Length),
        _ when type == typeof(string) => Text(dice),
        _ when type == typeof(double?) => s_numbers[dice.Next(s_numbers.Length)],
        _ when type == typeof(long?) => dice.NextInt64(long.MinValue, long.MaxValue),
        _ when type == typeof(bool?) => dice.Next(2) == 0,
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) =>
            DateTimeOffset.UnixEpoch.AddTicks(dice.NextInt64(0, 4_000_000_000) * 10),
        _ when type == typeof(IReadOnlyDictionary<string, string>) =>
            Enumerable.Range(0, dice.Next(3)).ToDictionary(i => $"{i}{Text(dice)}", _ => Text(dice)),
        _ when type == typeof(IReadOnlyDictionary<string, long>) =>
            Enumerable.Range(0, dice.Next(3)).ToDictionary(i => $"{i}{Text(dice)}", _ => dice.NextInt64()),
        _ => throw new NotSupportedException($"Say what a {type} may be."),
    };

    private static string Text(Random dice) => s_texts[dice.Next(s_texts.Length)];
}
