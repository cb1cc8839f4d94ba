namespace Governance.Server.Shell;

/// <summary>Something wrong that everybody must see on every page for as long as it lasts.</summary>
internal interface IStandingWarning
{
    /// <summary>The part of the console that tells more; its own pages say it themselves.</summary>
    NavEntry Entry { get; }

    /// <summary>What is wrong now, from memory; null while nothing is.</summary>
    Warning? Current { get; }
}

/// <summary>One sentence, and where more is told.</summary>
internal sealed record Warning(string Text, string Href, string LinkText);
