namespace Governance.Server.Intake.Mapping;

/// <summary>One name under which a field is sent.</summary>
/// <param name="Field">What it says.</param>
/// <param name="Name">The attribute's name.</param>
/// <param name="Scale">Factor to our unit: seconds to milliseconds, dollars to millionths.</param>
/// <param name="Member">Where the attribute is JSON in a text: the member of it that is meant.</param>
internal sealed record AttributeName(Field Field, string Name, double Scale = 1, string? Member = null);

/// <summary>
/// Every attribute that is read, and thereby the allow-list: what is not named by a vocabulary, by <see
/// cref="Declarations"/> or by a prefix here is never kept.
/// </summary>
internal static class AttributeNames
{
    /// <summary>Attributes whose last part the sender chooses: <c>governance.segment.locale</c>.</summary>
    public const string SegmentPrefix = "governance.segment.";

    /// <summary>A sender's running total of one kind of record: <c>governance.count.inference</c>.</summary>
    public const string CountPrefix = "governance.count.";

    /// <summary>Of several names of one field the one listed first holds.</summary>
    public static IReadOnlyList<AttributeName> All { get; } = [.. Vocabularies.All.SelectMany(one => one.Names)];
}
