namespace Governance.Messaging.Mail;

/// <summary>A server's answer, RFC 5321 §4.2: <c>250-first</c>, <c>250 last</c>.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>2xx.</summary>
    public bool Accepts => Code is >= 200 and < 300;

    /// <summary>3xx: go on.</summary>
    public bool Continues => Code is >= 300 and < 400;

    /// <summary>As it is shown: code and text, one line.</summary>
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}";
}

/// <summary>The conversation ended with a "no", said in words an operator can act upon.</summary>
/// <param name="code">The server's code, or null when it was this side that refused.</param>
/// <param name="permanent">Trying again would not help.</param>
internal sealed class SmtpRefusedException(string message, int? code, bool permanent) : Exception(message)
{
    public int? Code { get; } = code;

    public bool Permanent { get; } = permanent;

    /// <summary>The server refused a command: 4xx is "not now", everything else is "no".</summary>
    public static SmtpRefusedException To(string command, SmtpReply reply) =>
        new($"{command} was refused: {reply}", reply.Code, reply.Code is < 400 or >= 500);
}
