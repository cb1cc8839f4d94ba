using System.Diagnostics;

namespace Governance.Domain.Clocks.Regimes;

/// <summary>
/// What a reporting duty can hang on: first what the organisation is, then what happened. Each is ticked when it is
/// established or reasonably suspected; a regime's row says which of them it asks for.
/// </summary>
public enum Circumstance
{
    /// <summary>Provider of a high-risk AI system on the Union market.</summary>
    HighRiskProvider,

    /// <summary>Deployer of a high-risk AI system in the Union.</summary>
    HighRiskDeployer,

    /// <summary>The system is high-risk by Annex III of the AI Act.</summary>
    AnnexThree,

    /// <summary>The system is high-risk by Annex I of the AI Act.</summary>
    AnnexOne,

    /// <summary>The system is built on the provider's own general-purpose model.</summary>
    OwnGeneralPurposeModel,

    /// <summary>Signatory of the safety chapter of the code of practice for general-purpose models.</summary>
    CodeSignatory,

    /// <summary>Frontier developer under California's law.</summary>
    CaliforniaFrontierDeveloper,

    /// <summary>Frontier developer under New York's law.</summary>
    NewYorkFrontierDeveloper,

    /// <summary>Somebody died.</summary>
    Death,

    /// <summary>Serious harm to somebody's health, of body or mind.</summary>
    SeriousHealthHarm,

    /// <summary>Somebody was injured in body.</summary>
    BodilyInjury,

    /// <summary>Critical infrastructure was seriously and irreversibly disrupted.</summary>
    CriticalInfrastructure,

    /// <summary>Obligations that protect fundamental rights were infringed.</summary>
    FundamentalRights,

    /// <summary>Serious harm to property or the environment.</summary>
    PropertyOrEnvironment,

    /// <summary>A widespread infringement.</summary>
    WidespreadInfringement,

    /// <summary>The model's weights left the house.</summary>
    WeightsExfiltrated,

    /// <summary>Another serious breach of cybersecurity.</summary>
    Cyberattack,

    /// <summary>Control of the model was lost.</summary>
    LossOfControl,

    /// <summary>Harm of the scale that a law calls catastrophic.</summary>
    CatastrophicHarm,

    /// <summary>
    /// The model deceived its developer outside an evaluation made to elicit it, and the risk is shown to be greater.
    /// </summary>
    DeceptionRaisingRisk,

    /// <summary>Death or serious physical injury is imminent.</summary>
    ImminentRisk,
}

/// <summary>Circumstances in words.</summary>
public static class Circumstances
{
    /// <summary>True for what the organisation is; false for what happened.</summary>
    public static bool IsStanding(this Circumstance circumstance) =>
        circumstance <= Circumstance.NewYorkFrontierDeveloper;

    /// <summary>What people read beside the box that they tick.</summary>
    public static string Words(this Circumstance circumstance) => circumstance switch
    {
        Circumstance.HighRiskProvider => "Provider of a high-risk AI system (EU)",
        Circumstance.HighRiskDeployer => "Deployer of a high-risk AI system (EU)",
        Circumstance.AnnexThree => "High-risk by Annex III",
        Circumstance.AnnexOne => "High-risk by Annex I",
        Circumstance.OwnGeneralPurposeModel => "Built on our own general-purpose model",
        Circumstance.CodeSignatory => "Signatory of the EU code of practice, safety and security",
        Circumstance.CaliforniaFrontierDeveloper => "Frontier developer, California",
        Circumstance.NewYorkFrontierDeveloper => "Frontier developer, New York",
        Circumstance.Death => "Death of a person",
        Circumstance.SeriousHealthHarm => "Serious harm to health, of body or mind",
        Circumstance.BodilyInjury => "Bodily injury",
        Circumstance.CriticalInfrastructure => "Serious and irreversible disruption of critical infrastructure",
        Circumstance.FundamentalRights => "Infringement of fundamental rights",
        Circumstance.PropertyOrEnvironment => "Serious harm to property or the environment",
        Circumstance.WidespreadInfringement => "Widespread infringement",
        Circumstance.WeightsExfiltrated => "Exfiltration of model weights",
        Circumstance.Cyberattack => "Another serious cybersecurity breach",
        Circumstance.LossOfControl => "Loss of control of the model",
        Circumstance.CatastrophicHarm => "Harm from a catastrophic risk",
        Circumstance.DeceptionRaisingRisk => "Deception of the developer outside an evaluation, raising the risk",
        Circumstance.ImminentRisk => "Imminent risk of death or serious physical injury",
        _ => throw new UnreachableException($"Unknown circumstance {circumstance}."),
    };
}
