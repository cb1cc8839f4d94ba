using System.Globalization;
using Governance.EventSourcing.Projections;

namespace Governance.Server.Shell;

/// <summary><c>rebuild</c>: asks for new generations and tells how far they are; Ctrl+C leaves them to go on.</summary>
internal static class RebuildVerb
{
    private static readonly TimeSpan s_tellEvery = TimeSpan.FromSeconds(1);

    /// <param name="name">Which projection; null for all.</param>
    internal static Task<int> RunAsync(string? name, string[] args, TextWriter output, CancellationToken stop) =>
        Housekeeping.WithServerAsync(args, async server =>
        {
            var projections = server.Services.GetRequiredService<ProjectionDaemon>();
            var known = projections.Progress.Select(list => list.Name).ToList();
            if (name is not null && !known.Contains(name))
                throw new CannotStartException(
                    $"There is no projection {name}; there are: {string.Join(", ", known)}");
            var rebuilds = known.Where(list => name is null || list == name)
                .Select(list => RebuildAsync(list, projections, output, stop));
            await Task.WhenAll(rebuilds);
        }, stop);

    private static async Task RebuildAsync(
        string name, ProjectionDaemon projections, TextWriter output, CancellationToken stop)
    {
        var rebuild = projections.RebuildProjectionAsync(name, stop);
        while (await Task.WhenAny(rebuild, Task.Delay(s_tellEvery, TimeProvider.System, stop)) != rebuild)
        {
            if (projections.Progress.First(list => list.Name == name).Building is { } building)
                await output.WriteLineAsync(Words(name, building));
        }

        await rebuild;
        await output.WriteLineAsync($"{name} is rebuilt.");
    }

    private static string Words(string name, RebuildProgress building) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name} {building.Percent:0.0} %, {building.PositionsPerSecond:N0} events/s, {Left(building)} left");

    private static string Left(RebuildProgress building) =>
        building.TimeLeft is { } left ? left.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "?";
}
