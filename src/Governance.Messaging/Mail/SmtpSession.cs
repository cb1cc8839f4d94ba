using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Governance.Messaging.Mail;

/// <summary>
/// One conversation with a mail server, RFC 5321: greeting, TLS, sign-in, one message, good-bye. Strict where
/// strictness protects: no password and no message before TLS, nothing believed that came before it.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly MailOptions _options;
    private readonly Socket _socket;
    private Stream _stream;
    private SmtpWire _wire;
    private IReadOnlyList<string> _extensions = [];

    private SmtpSession(MailOptions options, Socket socket)
    {
        (_options, _socket) = (options, socket);
        _stream = new NetworkStream(socket, ownsSocket: true);
        _wire = new SmtpWire(_stream);
    }

    /// <summary>The end of the message has been sent: from here on it may have arrived.</summary>
    public bool Submitted { get; private set; }

    private bool Protected => _stream is SslStream;

    /// <summary>Connects, and goes as far as a message may be given over.</summary>
    public static async Task<SmtpSession> OpenAsync(MailOptions options, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var session = new SmtpSession(options, socket);
        try
        {
            await session.GreetAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives one message over; returns when the server has taken it.</summary>
    public async Task<SmtpReply> SendAsync(string to, ReadOnlyMemory<byte> text, CancellationToken ct)
    {
        Expect("MAIL", await _wire.AskAsync($"MAIL FROM:<{_options.From}>", ct));
        Expect("RCPT", await _wire.AskAsync($"RCPT TO:<{to}>", ct));
        var data = await _wire.AskAsync("DATA", ct);
        if (!data.Continues)
            throw SmtpRefusedException.To("DATA", data);
        await _wire.SendAsync(DotStuffed(text.Span), ct);
        Submitted = true;
        await _wire.SendAsync("\r\n.\r\n"u8.ToArray(), ct);
        return Expect("The message", await _wire.ReadAsync(ct));
    }

    /// <summary>Says good-bye; whether the server answers does not matter any more.</summary>
    public async Task QuitAsync(CancellationToken ct)
    {
        try
        {
            await _wire.AskAsync("QUIT", ct);
        }
        catch (Exception error) when (error is IOException or SmtpRefusedException or OperationCanceledException)
        {
            // The message is the server's already.
        }
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    private async Task GreetAsync(CancellationToken ct)
    {
        var peer = ((IPEndPoint)_socket.RemoteEndPoint!).Address;
        if (_options.Security is MailSecurity.None && !IPAddress.IsLoopback(peer))
            throw new SmtpRefusedException("Mail without TLS goes to this machine only.", null, permanent: true);
        if (_options.Security is MailSecurity.ImplicitTls)
            await ProtectAsync(ct);
        Expect("The connection", await _wire.ReadAsync(ct));
        await HelloAsync(ct);
        if (_options.Security is MailSecurity.StartTls)
        {
            if (!Offers("STARTTLS"))
                throw new SmtpRefusedException("The server does not offer STARTTLS.", null, permanent: true);
            Expect("STARTTLS", await _wire.AskAsync("STARTTLS", ct));
            if (_wire.HasUnread)
                throw new SmtpRefusedException("The server spoke on in clear after STARTTLS.", null, permanent: true);
            await ProtectAsync(ct);
            await HelloAsync(ct);
        }

        if (_options.User.Length > 0)
            await SignInAsync(ct);
    }

    private async Task ProtectAsync(CancellationToken ct)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        var asked = new SslClientAuthenticationOptions { TargetHost = _options.Host };
        if (_options.Authorities is { } authorities)
        {
            asked.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            asked.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        try
        {
            await tls.AuthenticateAsClientAsync(asked, ct);
        }
        catch (AuthenticationException error)
        {
            throw new SmtpRefusedException($"TLS with the server failed: {error.Message}", null, permanent: true);
        }

        _wire = new SmtpWire(tls);
    }

    private async Task HelloAsync(CancellationToken ct)
    {
        var local = ((IPEndPoint)_socket.LocalEndPoint!).Address;
        var literal = local.AddressFamily is AddressFamily.InterNetworkV6 && !local.IsIPv4MappedToIPv6
            ? $"[IPv6:{local}]"
            : $"[{(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local)}]";
        _extensions = Expect("EHLO", await _wire.AskAsync($"EHLO {literal}", ct)).Lines;
    }

    private async Task SignInAsync(CancellationToken ct)
    {
        if (!Protected)
            throw new SmtpRefusedException("A password is never sent without TLS.", null, permanent: true);
        var ways = _extensions.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase));
        var offered = ways?.ToUpperInvariant().Split(' ') ?? [];
        if (offered.Contains("PLAIN"))
        {
            Expect("AUTH PLAIN", await _wire.AskAsync(
                $"AUTH PLAIN {Base64($"\0{_options.User}\0{_options.Password}")}", ct));
        }
        else if (offered.Contains("LOGIN"))
        {
            await StepAsync("AUTH LOGIN", ct);
            await StepAsync(Base64(_options.User), ct);
            Expect("AUTH LOGIN", await _wire.AskAsync(Base64(_options.Password), ct));
        }
        else
        {
            throw new SmtpRefusedException("The server offers neither AUTH PLAIN nor LOGIN.", null, permanent: true);
        }
    }

    private async Task StepAsync(string line, CancellationToken ct)
    {
        var reply = await _wire.AskAsync(line, ct);
        if (!reply.Continues)
            throw SmtpRefusedException.To("AUTH LOGIN", reply);
    }

    private bool Offers(string extension) => _extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);

    private static SmtpReply Expect(string command, SmtpReply reply) =>
        reply.Accepts ? reply : throw SmtpRefusedException.To(command, reply);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A line that begins with a dot gets another, RFC 5321 §4.5.2.</summary>
    private static byte[] DotStuffed(ReadOnlySpan<byte> text)
    {
        var stuffed = new List<byte>(text.Length + 8); // Bounded by the message.
        var starts = true;
        foreach (var octet in text)
        {
            if (starts && octet == '.')
                stuffed.Add((byte)'.');
            stuffed.Add(octet);
            starts = octet == '\n';
        }

        return [.. stuffed];
    }
}
