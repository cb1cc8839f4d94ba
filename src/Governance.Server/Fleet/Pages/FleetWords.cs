using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;
using Governance.Server.Fleet.Board;
using Governance.Server.Signals;

namespace Governance.Server.Fleet.Pages;

/// <summary>How the fleet's facts are said.</summary>
internal static class FleetWords
{
    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share as people read it; what is more than nothing is never shown as 0 %.</summary>
    internal static string Percent(double share) => share switch
    {
        > 0 and < 0.001 => "< 0.1 %",
        > 0.999 and < 1 => "> 99.9 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %"),
    };

    internal static string NameOf(VersionSeen version) => version.Version?.Value ?? "no version said";

    internal static string Of(DeploymentTier tier) => tier switch
    {
        DeploymentTier.Experimental => "Experimental: only those who build it",
        DeploymentTier.Internal => "Internal: people of the organisation",
        DeploymentTier.External => "External: people outside",
        DeploymentTier.Critical => "Critical: mistakes harm, or cannot be undone",
        _ => throw new UnreachableException($"Unknown tier {tier}."),
    };

    internal static string Of(RestrictionCause cause) => cause switch
    {
        RestrictionCause.Incident => "Incident",
        RestrictionCause.Halt => "Halt",
        RestrictionCause.Clock => "Report owed",
        _ => throw new UnreachableException($"Unknown cause {cause}."),
    };

    /// <summary>What is expected: <c>0.2 to 3 %</c>, <c>up to 3 %</c>, <c>at least 0.7</c>, <c>none</c>.</summary>
    internal static string Expected(SignalKind signal, ExpectedBand band)
    {
        string Say(double value) => SignalText.ValueOf(signal, value);
        return band switch
        {
            { High: 0 } => "none",
            { Low: { } low, High: { } high } => $"{Say(low).Split(' ')[0]} to {Say(high)}",
            { High: { } high } => $"up to {Say(high)}",
            { Low: { } low } => $"at least {Say(low)}",
            _ => $"around {Say(band.Value)}",
        };
    }

    /// <summary>An observation's kind in the plural.</summary>
    internal static string Kind(string kind) => kind switch
    {
        "inference" => "Model calls",
        "embedding" => "Embeddings",
        "retrieval" => "Retrievals",
        "toolCall" => "Tool calls",
        "agentStep" => "Agent steps",
        "workflow" => "Workflows",
        "guardrail" => "Guardrail verdicts",
        "evaluation" => "Evaluations",
        "feedback" => "Feedback",
        "servingState" => "Serving states",
        "haltAcknowledged" => "Halts acknowledged",
        "senderCounts" => "Senders' own counts",
        "declaration" => "Declarations",
        _ => kind,
    };
}
