namespace Governance.Server.OnCall;

/// <summary>The ladder's recipients and whether each can be reached.</summary>
public sealed record ChannelsView(IReadOnlyList<PagingWay> Ways);
