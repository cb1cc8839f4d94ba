using Governance.Server.Access.Accounts;
using Governance.Server.Access.Keys;

namespace Governance.Server.Access.Desk;

/// <summary>What the access page shows.</summary>
/// <param name="People">Everybody, by name.</param>
/// <param name="Keys">Keys, newest first.</param>
/// <param name="Shown">A secret that is shown this once, or null.</param>
public sealed record AccessView(IReadOnlyList<PersonRow> People, IReadOnlyList<KeyRow> Keys, ShownSecret? Shown);

/// <summary>A link or key that nobody can look up again.</summary>
/// <param name="For">Whom or what it is for.</param>
/// <param name="Text">The secret itself.</param>
public sealed record ShownSecret(string For, string Text);
