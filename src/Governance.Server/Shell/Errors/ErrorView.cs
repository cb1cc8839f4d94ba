namespace Governance.Server.Shell.Errors;

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Title">A few words.</param>
/// <param name="Detail">One sentence: what it means for the reader.</param>
public sealed record ErrorView(int Status, string Code, string Title, string Detail);
