using System.Security.Cryptography.X509Certificates;

namespace Governance.Messaging.Mail;

/// <summary>How a connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in clear and is refused if the server does not go over to TLS (RFC 3207; port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314; port 465).</summary>
    ImplicitTls,

    /// <summary>None: for a server on this machine only, and never with a password.</summary>
    None,
}

/// <summary>The mail server that takes this installation's mail.</summary>
/// <param name="User">Signs in with it if not empty.</param>
/// <param name="Password">Never logged, and never sent in clear.</param>
/// <param name="From">The sender's mailbox, ASCII.</param>
/// <param name="Timeout">How long the whole conversation may take.</param>
/// <param name="Authorities">Certificates that the server's must come from; the system's when null.</param>
public sealed record MailOptions(
    string Host,
    int Port,
    MailSecurity Security,
    string User,
    string Password,
    string From,
    TimeSpan Timeout,
    X509Certificate2Collection? Authorities = null);
