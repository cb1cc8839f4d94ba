namespace Governance.Domain.OnCall.Contacts;

/// <summary>
/// Every fact of how one person wants to be paged, stream <c>contacts-{person}</c>. Addresses are not written: they are
/// personal and may hold a credential.
/// </summary>
public abstract record ContactEvent
{
    private ContactEvent()
    {
    }

    /// <summary>One more way; it is tried last until the person says otherwise.</summary>
    /// <param name="Id">Names it for ever, and its tests.</param>
    /// <param name="Channel">How, e.g. <c>mail</c>.</param>
    public sealed record ContactAdded(string Id, string Channel, Actor By) : ContactEvent;

    /// <summary>A way is no more.</summary>
    public sealed record ContactRemoved(string Id, Actor By) : ContactEvent;

    /// <summary>In what order the ways are tried; the next one at once where one certainly failed.</summary>
    /// <param name="Default">For medium severity.</param>
    /// <param name="Important">For critical and high severity.</param>
    /// <param name="Zone">Of the person's clock, as the tz database names it; null when not said.</param>
    public sealed record ContactRulesSet(
        IReadOnlyList<string> Default, IReadOnlyList<string> Important, string? Zone, Actor By) : ContactEvent;
}
