using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Gives people, conversations and instances their pseudonyms: people and conversations under the key that rotates,
/// instances, which are nobody, under the installation's. Sessions speak in bursts, so the last pseudonym of each slot
/// is kept. Not for several threads at once.
/// </summary>
internal sealed class Pseudonyms(InstallationKey installation, PseudonymKeys keys) : IDisposable
{
    /// <summary>Pseudonyms remembered; a power of two, so that a hash picks one.</summary>
    private const int Slots = 1024;

    private readonly (char Kind, string Name, string Pseudonym)[] _kept = new (char, string, string)[Slots];

    private readonly KeyedNames _instances = installation.Names();

    private PseudonymKey? _key;
    private KeyedNames? _people;

    /// <summary>The principal's pseudonym.</summary>
    public string? OfUser(string? name) => OfPerson('u', "user\n"u8, name);

    /// <summary>The conversation's pseudonym.</summary>
    public string? OfConversation(string? name) => OfPerson('c', "conversation\n"u8, name);

    /// <summary>The sending process's pseudonym.</summary>
    public string? OfInstance(string? name)
    {
        if (name is null)
            return null;
        ref var kept = ref SlotOf('i', name);
        if (kept.Kind != 'i' || kept.Name != name)
            kept = ('i', name, _instances.Of("instance\n"u8, name));
        return kept.Pseudonym;
    }

    public void Dispose()
    {
        _instances.Dispose();
        _people?.Dispose();
    }

    private string? OfPerson(char kind, ReadOnlySpan<byte> prefix, string? name)
    {
        if (name is null)
            return null;
        var people = Present();
        ref var kept = ref SlotOf(kind, name);
        if (kept.Kind != kind || kept.Name != name)
            kept = (kind, name, _key!.Prefix + people.Of(prefix, name));
        return kept.Pseudonym;
    }

    /// <summary>When a new key has begun, nothing that was remembered under the old one is said again.</summary>
    private KeyedNames Present()
    {
        var present = keys.Present;
        if (_people is not null && ReferenceEquals(present, _key))
            return _people;
        _people?.Dispose();
        Array.Clear(_kept);
        _key = present;
        return _people = present.Names();
    }

    private ref (char Kind, string Name, string Pseudonym) SlotOf(char kind, string name) =>
        ref _kept[(name.GetHashCode(StringComparison.Ordinal) + kind) & (Slots - 1)];
}
