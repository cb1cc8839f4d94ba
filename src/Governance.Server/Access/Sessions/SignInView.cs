namespace Governance.Server.Access.Sessions;

/// <summary>What the sign-in page says.</summary>
/// <param name="ReturnTo">Where to go afterwards.</param>
/// <param name="Name">What was typed before.</param>
/// <param name="Problem">Why it did not work, or null at first.</param>
public sealed record SignInView(string ReturnTo, string? Name = null, string? Problem = null);

/// <summary>What the page behind a one-time link says.</summary>
/// <param name="Token">The link's own secret.</param>
/// <param name="Name">Whom it signs in; null when it is spent.</param>
/// <param name="Roles">What they answer for.</param>
public sealed record LinkView(string Token, string? Name, string Roles);
