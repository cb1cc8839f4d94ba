using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents.Runbooks;
using Markdig;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>What a human does when one alarm goes off.</summary>
/// <param name="Alarm">The alarm's name, and the file's.</param>
/// <param name="Title">What the alarm says, in a sentence without a number.</param>
/// <param name="Version">Counts up with every change that alters what one does.</param>
/// <param name="Roles">Who can follow it.</param>
/// <param name="Digest">SHA-256 of the file, hex: which words were shown.</param>
/// <param name="Html">The body, rendered; raw HTML in the file is shown as text.</param>
/// <param name="ReviewBy">When it is to be read anew; null when the file says nothing.</param>
/// <param name="Steps">What is to be ticked, see <see cref="RunbookSteps"/>.</param>
public sealed record Runbook(
    string Alarm,
    string Title,
    int Version,
    IReadOnlyList<string> Roles,
    string Digest,
    string Html,
    DateOnly? ReviewBy,
    IReadOnlyList<RunbookStep> Steps)
{
    private const string Fence = "---\n";

    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build();

    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .Build();

    /// <summary>Reads front matter (YAML between two <c>---</c> lines) and Markdown.</summary>
    /// <exception cref="FormatException">The front matter is missing, or a step lacks what its kind needs.</exception>
    public static Runbook Parse(string text)
    {
        var end = text.StartsWith(Fence, StringComparison.Ordinal)
            ? text.IndexOf("\n" + Fence, Fence.Length, StringComparison.Ordinal)
            : -1;
        if (end < 0)
        {
            throw new FormatException("A runbook begins with front matter between two lines of three hyphens.");
        }

        var head = s_yaml.Deserialize<FrontMatter>(text[Fence.Length..end]);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var body = Markdown.Parse(text[(end + 1 + Fence.Length)..], s_markdown);
        DateOnly? reviewBy = head.ReviewBy is null
            ? null
            : DateOnly.ParseExact(head.ReviewBy, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Runbook(
            head.Alarm, head.Title, head.Version, head.Roles, digest, body.ToHtml(s_markdown), reviewBy,
            RunbookSteps.Of(body));
    }

    /// <summary>What pins this version to an incident.</summary>
    public RunbookEvent.RunbookAttached AttachedBy(Actor by) => new(Alarm, Version, Digest, Steps, by);

    private sealed class FrontMatter
    {
        public required string Alarm { get; init; }

        public required string Title { get; init; }

        public string AppliesTo { get; init; } = "";

        public List<string> Roles { get; init; } = [];

        public int Version { get; init; } = 1;

        public string? ReviewBy { get; init; }
    }
}
