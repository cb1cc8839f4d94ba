using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Retention;

namespace Governance.Server.Intake.Privacy;

/// <summary>Adds what keeps people's data from being kept longer, or read by more, than was said.</summary>
internal static class PrivacySetup
{
    internal static void AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider =>
            PrivacySettings.Read(configuration, provider.GetRequiredService<RetentionSettings>()));
        services.AddSingleton(_ => new PseudonymFolder(FolderOf(configuration)));
        services.AddSingleton<PseudonymKeys>();
        services.AddSingleton<PseudonymActs>();
        services.AddHostedService<PseudonymKeeper>();
        services.AddSingleton(SieveLimits.Read(configuration));
        services.AddSingleton<DropBook>();
        services.AddSingleton<DropTable>();
        services.AddHostedService<DropWriter>();
        services.AddSingleton<ContentConsents>();
        services.AddSingleton<ContentVault>();
        services.AddSingleton<ContentTable>();
        services.AddSingleton<ContentActs>();
        services.AddHostedService<ContentKeeper>();
        services.AddSingleton<PrivacyRules>();
    }

    /// <summary>Beside the keys of subjects: one folder to back up, and to keep apart from the database.</summary>
    private static string FolderOf(IConfiguration configuration) => Path.Combine(
        configuration["Erasure:KeyFolder"] ?? Path.Combine(configuration["Data:Folder"] ?? "data", "keys"),
        "pseudonyms");
}
