using Governance.Server.Intake.Mapping;
using Microsoft.Extensions.ObjectPool;

namespace Governance.Server.Intake.Series;

/// <summary>What takes senders' own metrics in and reads them back.</summary>
internal static class SeriesSetup
{
    /// <summary>Mappers kept between requests; more are made when more requests come at once.</summary>
    private const int MappersKept = 4;

    internal static IServiceCollection AddSeries(this IServiceCollection services)
    {
        services.AddSingleton<ObjectPool<SeriesMapper>>(provider => new DefaultObjectPool<SeriesMapper>(
            new MapperPolicy(
                provider.GetRequiredService<Senders>(),
                provider.GetRequiredService<StreamLimit>(),
                provider.GetRequiredService<InstallationKey>()),
            MappersKept));
        services.AddSingleton<StreamLimit>();
        services.AddSingleton<SeriesLine>();
        services.AddSingleton<SenderSeries>();
        return services;
    }

    private sealed class MapperPolicy(Senders senders, StreamLimit limit, InstallationKey key)
        : PooledObjectPolicy<SeriesMapper>
    {
        public override SeriesMapper Create() => new(senders, limit, key);

        public override bool Return(SeriesMapper obj) => true;
    }
}
