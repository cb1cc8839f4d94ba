using Governance.Domain;
using Governance.Domain.OnCall.Contacts;
using Governance.Server.Pipeline;
using Npgsql;

namespace Governance.Server.OnCall.Contacts;

/// <summary>What a person asks for to be one more way to them.</summary>
/// <param name="Format">
/// <c>webhook</c>, <c>mail</c>, <c>slack</c> or <c>pagerduty</c>; by the address when absent.
/// </param>
/// <param name="RoutingKey">PagerDuty's key of the service.</param>
/// <param name="PagerUser">The person's id at PagerDuty, e.g. <c>PLH1HKV</c>.</param>
internal sealed record ContactBody(string? Address, string? Format, string? RoutingKey, string? PagerUser);

/// <summary>How people want to be paged: each says it for themselves.</summary>
internal sealed class ContactDesk(ContactTable table, Transactor transactor, TimeProvider clock)
{
    /// <summary>Longer is no address that anybody checks, characters.</summary>
    private const int AddressLengthMax = 500;

    /// <summary>PagerDuty's own are shorter, characters.</summary>
    private const int PagerUserLengthMax = 40;

    /// <summary>One person's ways and their order.</summary>
    public async Task<ContactSheet> SheetAsync(PersonId person, CancellationToken ct) =>
        (await transactor.ReadAsync(OnCallStreams.Contacts, person.Value, ct)).State;

    /// <summary>Adds a way; the address becomes a row in the commit of the fact.</summary>
    public async Task<Outcome<ContactSheet>> AddAsync(
        PersonId person, ContactBody body, Actor by, CancellationToken ct)
    {
        if (AddressOf(body) is not { } address)
            return Refused("An address is a webhook's https://… or a mailbox; PagerDuty needs its routing key.");
        var user = body.PagerUser?.Trim() is { Length: > 0 } typed ? typed : null;
        if (user is { Length: > PagerUserLengthMax })
            return Refused($"A user id at PagerDuty has at most {PagerUserLengthMax} characters.");
        if (user is not null && await table.FindPagerUserAsync(user, ct) is not null)
            return Refused("This PagerDuty account is somebody's already.");
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("n");
        try
        {
            return await transactor.TransactAsync(
                OnCallStreams.Contacts,
                person.Value,
                (sheet, _) => new AddContact(id, address.Channel, by).Decide(sheet),
                by,
                ContactTable.Insert(new ContactRow(id, person, address, user)),
                ct);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Refused("This PagerDuty account is somebody's already.");
        }
    }

    /// <summary>Removes a way and forgets its address.</summary>
    public Task<Outcome<ContactSheet>> RemoveAsync(PersonId person, string id, Actor by, CancellationToken ct) =>
        transactor.TransactAsync(
            OnCallStreams.Contacts,
            person.Value,
            (sheet, _) => new RemoveContact(id, by).Decide(sheet),
            by,
            ContactTable.Delete(id),
            ct);

    /// <summary>Says in what order the ways are tried.</summary>
    public Task<Outcome<ContactSheet>> OrderAsync(PersonId person, SetContactRules rules, CancellationToken ct) =>
        transactor.TransactAsync(
            OnCallStreams.Contacts, person.Value, (sheet, _) => rules.Decide(sheet), rules.By, ct: ct);

    private static PagingAddress? AddressOf(ContactBody body)
    {
        if (body.Address?.Trim() is not { Length: > 0 and <= AddressLengthMax } typed)
            return null;
        var isMailbox = typed.Contains('@', StringComparison.Ordinal) && !typed.Contains(':', StringComparison.Ordinal);
        PageFormat? format = null;
        if (body.Format is { Length: > 0 } word)
        {
            if (!Enum.TryParse<PageFormat>(word, ignoreCase: true, out var named) || !Enum.IsDefined(named))
                return null;
            format = named;
        }

        var key = body.RoutingKey?.Trim() is { Length: > 0 } given ? given : null;
        return PagingAddress.Read(isMailbox ? "mailto:" + typed : typed, format, key);
    }

    private static Outcome<ContactSheet> Refused(string why) =>
        new Outcome<ContactSheet>.Refused(new ContactsInvalid(why));
}
