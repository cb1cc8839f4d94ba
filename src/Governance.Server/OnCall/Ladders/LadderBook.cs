using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall.Ladders;

/// <summary>
/// The ladder that new escalations pin: the one defined in the console, and until there is one that of the
/// configuration.
/// </summary>
internal sealed class LadderBook(OnCallPolicy configured) : IFold
{
    private volatile LadderPolicy _policy = LadderPolicy.Initial;

    /// <summary>The ladder as this node knows it, from memory.</summary>
    public Ladder Current => _policy.Ladder ?? configured.Ladder;

    /// <summary>The ladder as the ground of a decision.</summary>
    public async Task<Ladder> CurrentAsync(Reading reading) =>
        (await reading.ReadAsync(OnCallStreams.Ladder, LadderPolicy.Default)).Ladder ?? configured.Ladder;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is LadderEvent moved && fact.IdIn(OnCallStreams.Ladder.Prefix) == LadderPolicy.Default)
            _policy = LadderPolicy.Evolve(_policy, moved);
    }
}
