using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Messaging.Mail;

/// <summary>
/// Debian's <c>python3-aiosmtpd</c> as a process on loopback: somebody else's reading of the standards.
/// </summary>
internal sealed class MailServer : IDisposable
{
    /// <summary>Debian's own: the one that its packages are for.</summary>
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private MailServer(Process process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    /// <summary>Starts it, or skips the test where it is not installed.</summary>
    internal static async Task<MailServer> StartAsync(
        string mode, MailCertificates certificates, params string[] withoutMechanisms)
    {
        var script = Path.Combine(
            Checkout.Root, "tests", "Governance.SystemTests", "Messaging", "Mail", "mail_server.py");
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(
                Python, [script, mode, certificates.CertificateFile, certificates.KeyFile, .. withoutMechanisms])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed; tests/run.sh installs it.");
            throw;
        }

        if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } port)
            return new MailServer(process, int.Parse(port, CultureInfo.InvariantCulture));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(
            error.Contains("No module named 'aiosmtpd'", StringComparison.Ordinal),
            "python3-aiosmtpd is not installed; tests/run.sh installs it.");
        throw new InvalidOperationException(error);
    }

    /// <summary>The next message that it took.</summary>
    internal async Task<JsonElement> NextAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(line!).RootElement;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
