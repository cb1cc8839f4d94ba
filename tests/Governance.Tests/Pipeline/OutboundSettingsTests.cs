using Governance.Server.Pipeline;
using Microsoft.Extensions.Configuration;

namespace Governance.Tests.Pipeline;

public sealed class OutboundSettingsTests
{
    [Fact]
    public void A_secret_nobody_configured_is_made_once_and_only_its_owner_reads_it()
    {
        var folder = Directory.CreateTempSubdirectory("governance-secret-");
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Data:Folder", folder.FullName)])
                .Build();
            var first = OutboundSettings.Read(configuration).Secret;
            var second = OutboundSettings.Read(configuration).Secret;

            first.Length.ShouldBe(64);
            second.ToArray().ShouldBe(first.ToArray());
            var file = Path.Combine(folder.FullName, "webhook-secret");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_configured_secret_is_used_as_it_is() => OutboundSettings
        .Read(new ConfigurationBuilder().AddInMemoryCollection([new("OnCall:Secret", "given")]).Build())
        .Secret.ToArray().ShouldBe("given"u8.ToArray());
}
