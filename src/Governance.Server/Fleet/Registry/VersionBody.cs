using Governance.Domain;
using Governance.Domain.Fleet;
using static Governance.Server.Fleet.Registry.RegistryText;

namespace Governance.Server.Fleet.Registry;

/// <summary>What is said of a version when it is registered, as a form or a program sends it.</summary>
/// <param name="Version">What gateways are told to serve.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits of weights and configuration; may be left out.</param>
/// <param name="ServedNames">Other names under which spans report it; may be left out.</param>
/// <param name="Parent">The registered version that it was made from; may be left out.</param>
/// <param name="Family">The lineage that its supplier declares; may be left out.</param>
internal sealed record VersionBody(
    string? Version, string? Digest, IReadOnlyList<string>? ServedNames, string? Parent, string? Family)
{
    /// <summary>What a gateway is told when nothing may be served; no version may be named so.</summary>
    private const string Halted = "halted";

    /// <summary>The command, or why these words are none.</summary>
    internal (RegisterVersion? Command, string? Fault) Read(PersonId author)
    {
        var (version, digest) = (Entered(Version), Entered(Digest));
        var (parent, family) = (Entered(Parent), Entered(Family));
        var names = (ServedNames ?? []).Select(Entered).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var fault = First(
            FaultOfWord("The version", version),
            version == Halted ? $"{Halted} is what a gateway is told when nothing may be served." : null,
            FaultOfDigest(digest),
            FaultOfText("The parent version", parent, WordMax),
            FaultOfText("The family", family, WordMax),
            names.Count > Deployment.ServedNamesMax
                ? $"A version answers to at most {Deployment.ServedNamesMax} other names."
                : null,
            names.Select(name => FaultOfWord("A served name", name)).FirstOrDefault(one => one is not null));
        return fault is not null
            ? (null, fault)
            : (new RegisterVersion(new ModelVersion(version!), digest, author, names)
            {
                Parent = parent is null ? null : new ModelVersion(parent),
                Family = family,
            }, null);
    }
}
