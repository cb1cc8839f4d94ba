namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Gives people, conversations and instances their pseudonyms. Sessions speak in bursts, so the last pseudonym of
/// each slot is kept. Not for several threads at once.
/// </summary>
internal sealed class Pseudonyms(InstallationKey key) : IDisposable
{
    /// <summary>Pseudonyms remembered; a power of two, so that a hash picks one.</summary>
    private const int Slots = 1024;

    private readonly (char Kind, string Name, string Pseudonym)[] _kept = new (char, string, string)[Slots];

    private readonly KeyedNames _names = key.Names();

    /// <summary>The principal's pseudonym.</summary>
    public string? OfUser(string? name) => Of('u', "user\n"u8, name);

    /// <summary>The conversation's pseudonym.</summary>
    public string? OfConversation(string? name) => Of('c', "conversation\n"u8, name);

    /// <summary>The sending process's pseudonym.</summary>
    public string? OfInstance(string? name) => Of('i', "instance\n"u8, name);

    public void Dispose() => _names.Dispose();

    private string? Of(char kind, ReadOnlySpan<byte> prefix, string? name)
    {
        if (name is null)
            return null;
        ref var kept = ref _kept[(name.GetHashCode(StringComparison.Ordinal) + kind) & (Slots - 1)];
        if (kept.Kind != kind || kept.Name != name)
            kept = (kind, name, _names.Of(prefix, name));
        return kept.Pseudonym;
    }
}
