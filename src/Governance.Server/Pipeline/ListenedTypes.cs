using System.Collections.Frozen;

namespace Governance.Server.Pipeline;

/// <summary>The stored names that a reaction listens to.</summary>
internal sealed class ListenedTypes(IEnumerable<Type> types)
{
    private readonly FrozenSet<string> _aliases =
        types.SelectMany(EventTypes.AliasesOf).ToFrozenSet(StringComparer.Ordinal);

    public bool WithoutBehaviour => !_aliases.Any(EventTypes.IsBehaviour);

    public bool Wants(string alias) => _aliases.Contains(alias);
}
