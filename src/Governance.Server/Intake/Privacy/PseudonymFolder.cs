using System.Globalization;
using System.Security.Cryptography;
using Governance.EventSourcing.Erasure;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// The keys of pseudonyms as files that only this user reads, beside the keys of subjects and like them outside the
/// database: <c>key-{n}</c> holds 32 bytes, <c>destroyed-{n}</c> is all that is left of one. Several nodes share the
/// folder; whoever makes a key first has made it for all.
/// </summary>
internal sealed class PseudonymFolder(string folder)
{
    private const string Key = "key-";
    private const string Destroyed = "destroyed-";

    /// <summary>Numbers of the keys that are kept, ascending.</summary>
    public IReadOnlyList<int> Living() => [.. Numbers(Key).Except(Numbers(Destroyed)).Order()];

    /// <summary>The number of the latest key that is kept; 0 where there is none.</summary>
    public int Latest() => Living() is [.., var latest] ? latest : 0;

    /// <summary>Numbers of the keys that were destroyed here.</summary>
    public IReadOnlyCollection<int> Gone() => [.. Numbers(Destroyed)];

    /// <summary>Makes a key unless there is one of that number, or was.</summary>
    public void Make(int generation)
    {
        DurableFile.MakeFolder(folder);
        if (!File.Exists(PathOf(Destroyed, generation)))
            DurableFile.Make(PathOf(Key, generation), RandomNumberGenerator.GetBytes(InstallationKey.Length));
    }

    /// <summary>The key of that number.</summary>
    /// <exception cref="InvalidDataException">The file is no key.</exception>
    public PseudonymKey Read(int generation)
    {
        var secret = File.ReadAllBytes(PathOf(Key, generation));
        return secret.Length == InstallationKey.Length
            ? new PseudonymKey(generation, secret)
            : throw new InvalidDataException($"{PathOf(Key, generation)} is no key. Restore it.");
    }

    /// <summary>Destroys a key for ever; done again as often as it is asked.</summary>
    public void Destroy(int generation)
    {
        DurableFile.MakeFolder(folder);
        if (!File.Exists(PathOf(Destroyed, generation)))
            DurableFile.Make(PathOf(Destroyed, generation), []);
        DurableFile.Shred(PathOf(Key, generation));
    }

    private IEnumerable<int> Numbers(string prefix)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder, prefix + "*"))
        {
            var number = Path.GetFileName(file.AsSpan())[prefix.Length..];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
                yield return generation;
        }
    }

    private string PathOf(string prefix, int generation) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{generation}"));
}
