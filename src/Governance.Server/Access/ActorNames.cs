using Governance.Server.Access.Accounts;

namespace Governance.Server.Access;

/// <summary>
/// What colleagues call an actor of the log. The log holds opaque ids only; names lie beside it and may be erased.
/// </summary>
public sealed class ActorNames(People people)
{
    private const string PartPrefix = "system-";
    private const string PersonPrefix = "person-";

    /// <summary>Digits that still tell two unnamed actors apart on one page.</summary>
    private const int ShownDigits = 6;

    /// <summary>
    /// Names as they are now: null for null, a part of the system in its own words, and for whoever has no name here
    /// the end of the id.
    /// </summary>
    public async Task<Func<string?, string?>> ReadAsync(CancellationToken ct)
    {
        var names = (await people.ListAsync(ct)).ToDictionary(
            person => PersonPrefix + person.Id.Value, person => person.Name, StringComparer.Ordinal);
        return actor => actor is null ? null : names.GetValueOrDefault(actor) ?? Words(actor);
    }

    private static string Words(string actor)
    {
        if (actor.StartsWith(PartPrefix, StringComparison.Ordinal))
        {
            return actor[PartPrefix.Length..].Replace('-', ' ');
        }

        var kind = actor.IndexOf('-', StringComparison.Ordinal);
        return kind < 0 || actor.Length - kind <= ShownDigits
            ? actor
            : $"{actor[..kind]} …{actor[^ShownDigits..]}";
    }
}
