namespace Governance.Server.Shell;

/// <summary>The server cannot start as asked; the message names the cause and the way out.</summary>
internal sealed class CannotStartException : Exception
{
    public CannotStartException()
    {
    }

    public CannotStartException(string message)
        : base(message)
    {
    }

    public CannotStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
