using System.Text;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// The stored names of messages: the record's name in kebab case, <c>EscalationStep</c> is <c>escalation-step</c>. A
/// name once written is read by the next version, so renaming a record waits until none of the old name is stored.
/// </summary>
internal static class MessageNames
{
    /// <summary>The name of a type of message, or the alias of a type of event.</summary>
    public static string Of(Type type) => IsFact(type) ? EventTypes.AliasOf(type) : Kebab(type.Name);

    /// <summary>Whether it is a stored fact, and not a message.</summary>
    public static bool IsFact(Type type) => EventTypes.All.Contains(type);

    private static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && kebab.Length > 0)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }
}
