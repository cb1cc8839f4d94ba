namespace Governance.Server.Shell.Live;

/// <summary>
/// Says that a stream has moved, nothing more: the page asks for itself again. Losing one, or having one twice, does no
/// harm.
/// </summary>
/// <param name="Id">The stream, or <see cref="Everything"/>.</param>
/// <param name="Version">The stream's version now; 0 for everything.</param>
public sealed record LiveHint(string Id, long Version)
{
    /// <summary>Too much has moved to be told apart: every open page asks again.</summary>
    public const string Everything = "*";
}
