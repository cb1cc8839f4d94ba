using System.Text;
using Governance.Domain;
using Governance.EventSourcing;
using Governance.EventSourcing.Erasure;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>
/// Seals content twice: inside under the key of the person it is from, where the sender names one, outside under that
/// of its deployment and day. Destroying either erases it: the inner when a person asks, the outer when its time is up.
/// </summary>
internal sealed class ContentVault(PersonalData personal, TimeProvider clock)
{
    /// <summary>Content begins so; sealed text never does.</summary>
    private const char ContentBegins = '{';

    /// <summary>Seals a JSON object of names and texts.</summary>
    /// <param name="deployment">Whose it is.</param>
    /// <param name="user">The person's pseudonym; null where the sender names nobody.</param>
    /// <param name="json">UTF-8.</param>
    public SealedContent Seal(DeploymentId deployment, string? user, ReadOnlySpan<byte> json)
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var text = Encoding.UTF8.GetString(json);
        var inner = user is null ? text : personal.Seal(PersonOf(user), text);
        return new SealedContent(day, personal.Seal(DayOf(deployment, day), inner));
    }

    /// <summary>The JSON object; null once it is erased.</summary>
    public string? Open(string box)
    {
        if (personal.IsErased(box))
            return null;
        var inner = personal.Open(box);
        if (inner.StartsWith(ContentBegins))
            return inner;
        return personal.IsErased(inner) ? null : personal.Open(inner);
    }

    /// <summary>Erases everything that was sealed for a person under this pseudonym; false where nothing was.</summary>
    public Task<bool> ErasePersonAsync(string user, Actor by, CancellationToken ct) =>
        personal.EraseAsync(PersonOf(user), new AppendMetadata(by.Id), ct);

    /// <summary>Erases a deployment's day.</summary>
    public Task<bool> EraseDayAsync(DeploymentId deployment, DateOnly day, Actor by, CancellationToken ct) =>
        personal.EraseAsync(DayOf(deployment, day), new AppendMetadata(by.Id), ct);

    private static string PersonOf(string user) => $"content-of-user/{user}";

    private static string DayOf(DeploymentId deployment, DateOnly day) =>
        $"content/{deployment.Value}/{day:yyyy-MM-dd}";
}
