namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>Why something that a sender said was not kept.</summary>
internal enum DropReason
{
    /// <summary>No table lists the attribute's name.</summary>
    UnlistedName,

    /// <summary>It is what a model read or wrote; only its measure is kept.</summary>
    Content,

    /// <summary>A listed name with a value of another type, word or form than it should have.</summary>
    UnusableValue,

    /// <summary>A listed name with a text longer than <c>Intake:MaxValueBytes</c>.</summary>
    LongValue,

    /// <summary>The record had <c>Intake:MaxAttributes</c> of unlisted names already; nothing was looked at.</summary>
    ManyAttributes,

    /// <summary>Content that was allowed, but is larger than is kept of one record.</summary>
    LargeContent,
}

/// <summary>What reasons are called in tables, metrics and the API.</summary>
internal static class DropReasons
{
    /// <summary>How many there are.</summary>
    public const int Count = (int)DropReason.LargeContent + 1;

    /// <summary>In their order.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["unlisted_name", "content", "unusable_value", "long_value", "many_attributes", "large_content"];

    /// <summary>The word for it.</summary>
    public static string Word(this DropReason reason) => Words[(int)reason];
}
