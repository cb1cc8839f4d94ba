using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Governance.Server.Intake.Prices;

/// <summary>The file that <c>Intake:PricesFile</c> names, as it is written down.</summary>
internal sealed class PriceFile
{
    /// <summary>Rows of one file: every model of every provider, with its history.</summary>
    public const int RowsMax = 10_000;

    public List<Row> Prices { get; init; } = [];

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or a row cannot be meant; says which.</exception>
    public static PriceFile Read(string path)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        try
        {
            using var reader = File.OpenText(path);
            var file = yaml.Deserialize<PriceFile>(reader) ?? new PriceFile();
            if (file.Prices.Count > RowsMax)
                throw new InvalidDataException($"Intake:PricesFile has more than {RowsMax} rows.");
            file.Prices.ForEach(row => row.Check());
            return file;
        }
        catch (Exception unreadable) when (unreadable is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"Intake:PricesFile {path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>What a model costs from a day on, in US dollars for a million tokens.</summary>
    internal sealed class Row
    {
        /// <summary>The served model's name; one that ends in <c>*</c> is a beginning.</summary>
        public string Model { get; init; } = "";

        /// <summary>The first day, UTC, as <c>2026-01-31</c>.</summary>
        public string From { get; init; } = "";

        public double InputPerMillion { get; init; } = double.NaN;

        /// <summary>Of those among the input that came from a cache; null: as other input.</summary>
        public double? CacheReadPerMillion { get; init; }

        public double OutputPerMillion { get; init; } = double.NaN;

        [YamlIgnore]
        public DateOnly Day { get; private set; }

        public void Check()
        {
            if (Model.Length == 0 || Model.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star
                && star < Model.Length - 1)
            {
                throw new InvalidDataException("A price needs a model; only its last letter may be *.");
            }

            if (!DateOnly.TryParseExact(
                From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                throw new InvalidDataException($"The price of {Model} needs from: a day as 2026-01-31.");
            }

            Day = day;
            if (!IsPrice(InputPerMillion) || !IsPrice(OutputPerMillion) || !IsPrice(CacheReadPerMillion ?? 0))
                throw new InvalidDataException($"The price of {Model} from {From} is missing, negative or absurd.");
        }

        /// <summary>A million dollars for a million tokens is nobody's price.</summary>
        private static bool IsPrice(double dollars) => dollars is >= 0 and <= 1_000_000;
    }
}
