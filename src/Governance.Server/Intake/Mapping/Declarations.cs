using System.Collections.Frozen;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Events of the governance vocabulary that become observations of kind declaration, each with the attributes that
/// are kept of it. All names are without <c>governance.</c>.
/// </summary>
internal static class Declarations
{
    /// <summary>Every name of the vocabulary begins so.</summary>
    public const string Prefix = "governance.";

    /// <summary>The one attribute that names a person: kept as a pseudonym.</summary>
    public const string Person = "human.id";

    private static readonly FrozenDictionary<string, FrozenSet<string>> s_kept =
        new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
        {
            ["probe.result"] = Set(
                "probe.pair.id",
                "probe.kind",
                "probe.variant",
                "probe.outcome",
                "probe.claim.correct",
                "probe.set.version"),
            ["self_critique"] = Set(
                "principle.id", "constitution.version", "critique.verdict", "critique.revised"),
            ["oversight.verdict"] = Set("oversight.link", "oversight.verdict", "oversight.human_checked"),
            ["feature.activation"] = Set(
                "feature.id",
                "feature.dictionary.version",
                "feature.label",
                "feature.activation",
                "feature.quantile",
                "feature.layer"),
            ["rate_limit.hit"] = Set(
                "rate_limit.name", "rate_limit.limit", "rate_limit.window", "rate_limit.action"),
            ["user.report"] = Set("report.id", "report.category", "report.anonymous", "report.cluster"),
            ["deferral.requested"] = Set("deferral.id", "deferral.reason", "deferral.options"),
            ["human.decision"] = Set(
                "deferral.id", "action.approval.id", Person, "human.decision", "human.duration", "human.agreed"),
            ["model.changed"] = Set("model.digest.previous", "change.origin", "change.proposal.id"),
            ["agent.message"] = Set(
                "message.id", "message.parent.id", "message.from", "message.to", "message.kind"),
            ["agent.commitment"] = Set(
                "commitment.id", "commitment.state", "commitment.due", "message.from", "message.to"),
        }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_all =
        s_kept.Values.SelectMany(names => names).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for an event that is kept.</summary>
    public static bool Knows(string name) => s_kept.ContainsKey(name);

    /// <summary>True for an attribute that some declaration keeps.</summary>
    public static bool MayKeep(string attribute) => s_all.Contains(attribute);

    /// <summary>True for an attribute that this declaration keeps.</summary>
    public static bool Keeps(string name, string attribute) => s_kept[name].Contains(attribute);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
