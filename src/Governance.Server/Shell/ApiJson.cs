using Governance.Server.Pipeline;

namespace Governance.Server.Shell;

/// <summary>
/// The API speaks the JSON of the facts: camelCase members and enums, ids as strings, times in UTC.
/// </summary>
internal static class ApiJson
{
    internal static IServiceCollection AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            foreach (var converter in FactJson.Options.Converters)
            {
                options.SerializerOptions.Converters.Add(converter);
            }
        });
}
