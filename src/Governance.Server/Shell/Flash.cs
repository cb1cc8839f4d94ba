namespace Governance.Server.Shell;

/// <summary>
/// One sentence that outlives a redirect: "INC-12 acknowledged." Kept in a cookie for seconds, shown once, plain text.
/// </summary>
public sealed class Flash(IHttpContextAccessor accessor)
{
    private const string Cookie = "flash";

    /// <summary>Longer than any redirect takes, shorter than anybody forgets.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(20);

    /// <summary>Cookies are small: a longer sentence is cut.</summary>
    private const int LengthMax = 300;

    private HttpContext Http => accessor.HttpContext
        ?? throw new InvalidOperationException("A sentence was flashed outside a request.");

    /// <summary>Says <paramref name="text"/> on the next page.</summary>
    public void Say(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = Uri.EscapeDataString(text.Length > LengthMax ? text[..LengthMax] : text);
        Http.Response.Cookies.Append(
            Cookie, kept, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = s_life, Path = "/" });
    }

    /// <summary>The sentence to show now, if any; it is gone afterwards.</summary>
    public string? Take()
    {
        if (Http.Request.Cookies[Cookie] is not { Length: > 0 } kept)
            return null;
        if (!Http.Response.HasStarted)
            Http.Response.Cookies.Delete(Cookie);
        return Uri.UnescapeDataString(kept);
    }
}
