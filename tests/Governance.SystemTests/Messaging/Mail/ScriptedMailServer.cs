using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Governance.SystemTests.Messaging.Mail;

/// <summary>
/// A mail server that behaves as badly as it is told. Each rule is the beginning of a command and the answer to it;
/// <see cref="Drop"/> hangs up, <see cref="Hang"/> never answers.
/// </summary>
internal sealed class ScriptedMailServer : IDisposable
{
    internal const string Drop = "(hang up)";
    internal const string Hang = "(say nothing)";

    private static readonly (string Command, string Answer)[] s_wellBehaved =
    [
        ("(connect)", "220 ready"), ("EHLO", "250-hello\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN"),
        ("STARTTLS", "220 go on"), ("AUTH", "235 welcome"), ("MAIL", "250 ok"), ("RCPT", "250 ok"),
        ("DATA", "354 go on"), ("(message)", "250 kept"), ("QUIT", "221 bye"),
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly (string Command, string Answer)[] _rules;

    internal ScriptedMailServer(X509Certificate2 certificate, params (string Command, string Answer)[] rules)
    {
        (_certificate, _rules) = (certificate, [.. rules, .. s_wellBehaved]);
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal ConcurrentQueue<string> Heard { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await ConverseAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        try
        {
            var command = "(connect)";
            for (var inMessage = false; command is not null; command = await HearAsync(stream, inMessage))
            {
                Heard.Enqueue(command);
                var answer = _rules.First(rule => command.StartsWith(rule.Command, StringComparison.Ordinal)).Answer;
                if (answer == Drop)
                    return;
                if (answer != Hang)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
                inMessage = command == "DATA";
                if (command != "STARTTLS" || !answer.StartsWith("220", StringComparison.Ordinal))
                    continue;
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
        }
        catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up, as it may.
        }
    }

    private static async Task<string?> HearAsync(Stream stream, bool message)
    {
        var heard = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet) == 1)
        {
            heard.Append((char)octet[0]);
            if (message && heard.ToString().EndsWith("\r\n.\r\n", StringComparison.Ordinal))
                return "(message)";
            if (!message && octet[0] == '\n')
                return heard.ToString().TrimEnd();
        }

        return null;
    }
}
