namespace Governance.Domain.Signals.Registry;

/// <summary>What a back-test of one configuration came to; enough to ask for the same one again.</summary>
/// <param name="Id">The back-test's id.</param>
/// <param name="ConfigDigest">Digest of exactly the configuration that judged.</param>
/// <param name="From">First position of the range.</param>
/// <param name="Through">Last position of the range.</param>
/// <param name="Signals">Episodes that there would have been.</param>
/// <param name="Incidents">Incidents that there would have been.</param>
public sealed record BackTestNote(
    string Id, string ConfigDigest, long From, long Through, long Signals, long Incidents);
