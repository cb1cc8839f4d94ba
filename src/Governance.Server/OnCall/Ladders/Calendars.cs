using System.Reflection;
using System.Text.Json;
using Governance.Domain.OnCall.Ladders;

namespace Governance.Server.OnCall.Ladders;

/// <summary>
/// The holidays that business hours may leave out: data with its source, beside this file, one calendar each. An
/// organisation brings its own as JSON files of the same shape in the folder that <c>OnCall:CalendarFolder</c> names.
/// </summary>
internal sealed class Calendars
{
    private const string Prefix = "calendars/";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    // Bounded by the files that came with the program and those of the folder.
    private readonly Dictionary<string, HolidayCalendar> _byName;

    private Calendars(IEnumerable<Stream> files)
    {
        _byName = new(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using (file)
            {
                var calendar = Read(file);
                _byName[calendar.Name] = calendar;
            }
        }
    }

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>A calendar; null without a name or where it is unknown, which leaves no day out.</summary>
    public HolidayCalendar? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>Reads all; an unreadable one stops the start rather than the night shift.</summary>
    public static Calendars Load(IConfiguration configuration)
    {
        var program = Assembly.GetExecutingAssembly();
        var own = configuration["OnCall:CalendarFolder"] is { } folder
            ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(File.OpenRead)
            : [];
        return new Calendars(program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => program.GetManifestResourceStream(name)!)
            .Concat(own));
    }

    private static HolidayCalendar Read(Stream file)
    {
        var read = JsonSerializer.Deserialize<CalendarFile>(file, s_json)
            ?? throw new InvalidOperationException("A calendar file is empty.");
        return new HolidayCalendar(
            read.Name, read.First, read.Last, read.Days.Select(day => day.Date).ToHashSet());
    }

    private sealed record CalendarFile(
        string Name, string Source, DateOnly First, DateOnly Last, IReadOnlyList<Holiday> Days);

    private sealed record Holiday(DateOnly Date, string Name);
}
