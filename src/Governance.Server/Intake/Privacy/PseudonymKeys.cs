using System.Security.Cryptography;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// The keys under which people and conversations have their pseudonyms. Only the present one is kept in memory; a
/// destroyed one is gone for every node at once.
/// </summary>
internal sealed class PseudonymKeys
{
    private readonly PseudonymFolder? _folder;
    private volatile PseudonymKey? _present;

    /// <summary>Keys of a folder; before the first one is made there is no present key.</summary>
    public PseudonymKeys(PseudonymFolder folder)
    {
        _folder = folder;
        Refresh();
    }

    private PseudonymKeys(PseudonymKey only) => _present = only;

    /// <summary>The key under which pseudonyms are made now.</summary>
    /// <exception cref="InvalidOperationException">None has begun.</exception>
    public PseudonymKey Present => _present ?? throw new InvalidOperationException("No pseudonym key has begun.");

    /// <summary>One key that no folder keeps.</summary>
    public static PseudonymKeys Alone(byte[]? secret = null) =>
        new(new PseudonymKey(1, secret ?? RandomNumberGenerator.GetBytes(InstallationKey.Length)));

    /// <summary>Goes over to the latest key that any node has made.</summary>
    public void Refresh()
    {
        if (_folder?.Living() is [.., var latest] && latest != _present?.Generation)
            _present = _folder.Read(latest);
    }

    /// <summary>Every pseudonym that this user may have, one for each key; the present one last.</summary>
    public IReadOnlyList<string> OfUser(string name) => Of("user\n"u8, name);

    /// <summary>The same of a conversation.</summary>
    public IReadOnlyList<string> OfConversation(string name) => Of("conversation\n"u8, name);

    private List<string> Of(ReadOnlySpan<byte> kind, string name)
    {
        var pseudonyms = new List<string>();
        foreach (var key in _folder is null ? [Present] : _folder.Living().Select(_folder.Read))
        {
            using var names = key.Names();
            pseudonyms.Add(key.Prefix + names.Of(kind, name));
        }
        return pseudonyms;
    }
}
