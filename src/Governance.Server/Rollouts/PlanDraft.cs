using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;
using Governance.Transparency.Leaves;

namespace Governance.Server.Rollouts;

/// <summary>
/// What somebody asks for: a candidate and its stages. With the deployment as it is, it becomes a plan.
/// </summary>
internal sealed record PlanDraft(
    DeploymentId Deployment,
    string DeploymentName,
    ModelVersion Candidate,
    IReadOnlyList<Stage> Stages,
    AdvanceMode Advance)
{
    /// <summary>Hex digits of a salt: 64 bits keep the arms of two rollouts independent.</summary>
    private const int SaltDigits = 16;

    /// <summary>The plan, against the deployment's stable version.</summary>
    internal RolloutPlan Complete(Deployment deployment) => new(
        Deployment,
        DeploymentName,
        deployment.Stable ?? new ModelVersion(""),
        Candidate,
        deployment.Find(Candidate)?.Digest,
        Stages,
        Salt(),
        Advance);

    /// <summary><c>sha256:</c> and the hex SHA-256 of the plan's RFC 8785 JSON, as the log holds it.</summary>
    internal static string DigestOf(RolloutPlan plan) => "sha256:" + Convert.ToHexStringLower(
        SHA256.HashData(CanonicalJson.Of(JsonSerializer.Serialize(plan, FactJson.Options))));

    // The same for every try of one candidate on one deployment, so that a second try finds the same people.
    private string Salt() => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Deployment.Value}\n{Candidate.Value}")))[..SaltDigits];
}
