namespace Governance.Server.Intake.Privacy;

/// <summary>
/// What a value or a name that senders choose may look like. A name on the allow-list says what a value should be, a
/// model, a tool, a label; that a sender put something else there is told by its form.
/// </summary>
internal static class Identifier
{
    /// <summary>Labels have a few words. What has more is a sentence, and sentences are of somebody.</summary>
    public const int MaxWords = 8;

    /// <summary>Characters of a dimension, a kind or an attribute's name that the sender chose.</summary>
    public const int MaxName = 64;

    /// <summary>True for what may be kept as it came: neither prose nor anybody's address.</summary>
    public static bool IsLabel(ReadOnlySpan<char> text) =>
        text.Count(' ') < MaxWords && !HoldsAddress(text);

    /// <summary>
    /// True for a name as schemas have them: letters, digits, <c>. _ - /</c>, beginning with a letter.
    /// </summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxName || !char.IsAsciiLetter(name[0]))
            return false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-' or '/'))
                return false;
        }
        return true;
    }

    /// <summary>
    /// <c>somebody@somewhere.tld</c> inside it. Models are named with an @ as well (<c>workers/@cf/meta/llama</c>), so
    /// there must be somebody before it and a domain behind.
    /// </summary>
    private static bool HoldsAddress(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@'))
        {
            var somebody = at > 0 && char.IsLetterOrDigit(text[at - 1]);
            text = text[(at + 1)..];
            var end = text.IndexOfAnyExcept(s_domain);
            var domain = end < 0 ? text : text[..end];
            var dot = domain.LastIndexOf('.');
            if (somebody && dot > 0 && domain.Length - dot > 2 && char.IsAsciiLetter(domain[dot + 1]))
                return true;
        }
        return false;
    }

    private static readonly System.Buffers.SearchValues<char> s_domain = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
}
