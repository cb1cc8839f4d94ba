using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;

namespace Governance.Server.Pipeline;

/// <summary>
/// What leaves the house, from the configuration: <c>Outbound:AllowedHosts</c> (an array; empty means this machine
/// only), <c>Outbound:TimeoutSeconds</c>, <c>OnCall:Secret</c>, the key of the webhook signature, and the mail server:
/// <c>Mail:Host</c>, <c>Mail:Port</c>, <c>Mail:Security</c> (<c>StartTls</c>, <c>ImplicitTls</c>, <c>None</c>),
/// <c>Mail:User</c>, <c>Mail:Password</c>, <c>Mail:From</c>, <c>Mail:Authority</c> (a PEM file of the authority that
/// its certificate must come from).
/// </summary>
internal static class OutboundSettings
{
    private const double DefaultTimeoutSeconds = 5;

    // Below the outbox's claim on a message, so that no other node sends it while an answer is still awaited.
    private const double MaxTimeoutSeconds = 10;

    private const int SecretBytes = 32;
    private const string SecretFile = "webhook-secret";

    internal static WebhookOptions Read(IConfiguration configuration) => new(
        Secret(configuration),
        new AllowedHosts(configuration.GetSection("Outbound:AllowedHosts").Get<string[]>() ?? []),
        TimeSpan.FromSeconds(Math.Min(
            MaxTimeoutSeconds, configuration.GetValue("Outbound:TimeoutSeconds", DefaultTimeoutSeconds))));

    /// <summary>The mail server, or null when none is configured.</summary>
    /// <exception cref="InvalidOperationException">The settings are incomplete; it says what is missing.</exception>
    internal static MailOptions? ReadMail(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail");
        if (mail["Host"] is not { Length: > 0 } host)
            return null;
        var security = mail.GetValue("Security", MailSecurity.StartTls);
        X509Certificate2Collection? authorities = null;
        if (mail["Authority"] is { Length: > 0 } file)
            (authorities = []).ImportFromPemFile(file);
        return new MailOptions(
            host,
            mail.GetValue("Port", security is MailSecurity.ImplicitTls ? 465 : 587),
            security,
            mail["User"] ?? "",
            mail["Password"] ?? "",
            mail["From"] ?? throw new InvalidOperationException("Mail:Host is set and Mail:From is not."),
            TimeSpan.FromSeconds(MaxTimeoutSeconds),
            authorities);
    }

    // A secret nobody configured is made once and kept where only the server's user reads it, so that the receiver can
    // be told. Without a data folder it lives as long as the process.
    private static byte[] Secret(IConfiguration configuration)
    {
        if (configuration["OnCall:Secret"] is { Length: > 0 } configured)
            return Encoding.UTF8.GetBytes(configured);
        if (configuration["Data:Folder"] is not { Length: > 0 } folder)
            return Fresh();
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, SecretFile);
        if (!File.Exists(file))
            Create(file);
        return Encoding.UTF8.GetBytes(File.ReadAllText(file).Trim());
    }

    private static byte[] Fresh() => Encoding.UTF8.GetBytes(RandomNumberGenerator.GetHexString(SecretBytes * 2, true));

    private static void Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Fresh());
        stream.WriteByte((byte)'\n');
    }
}
