using Governance.Server.Behaviour.Searching;

namespace Governance.Server.Behaviour.Trees;

/// <summary>A tree, and what may be missing from it.</summary>
/// <param name="IsCut">There is more than <see cref="TreeReader.MaxNodes"/>; the newest are shown.</param>
/// <param name="BackTo">When the oldest segment that was searched was recorded, if not all were.</param>
/// <param name="Retired">Segments that could hold more of it and are retired.</param>
internal sealed record ReadTree(BehaviourTree Tree, bool IsCut, DateTimeOffset? BackTo, int Retired);

/// <summary>
/// Gathers what belongs to one trace or one conversation: the observations that say so, the other observations of
/// their traces, and whatever judges one of their answers from elsewhere.
/// </summary>
internal sealed class TreeReader(BehaviourSearch search)
{
    /// <summary>Observations of one tree: more cannot be taken in at a glance.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>Traces of one conversation, and answers of one tree, that are followed; the newest are.</summary>
    private const int MaxFollowed = 500;

    /// <summary>The tree of one trace.</summary>
    public Task<ReadTree> OfTraceAsync(string id, CancellationToken ct) => ReadAsync(Question.Of("trace", id), ct);

    /// <summary>The tree of one conversation, given as its pseudonym.</summary>
    public Task<ReadTree> OfConversationAsync(string id, CancellationToken ct) =>
        ReadAsync(Question.Of("conversation", id), ct);

    private async Task<ReadTree> ReadAsync(Question question, CancellationToken ct)
    {
        var gathering = new Gathering();
        await GatherAsync(question, gathering, ct);
        var traces = gathering.Newest(one => one.Read().TraceId);
        if (traces.Count > 0 && question.Wanted[0].Field.Word != "trace")
            await GatherAsync(Question.Of("trace", traces), gathering, ct);
        var answers = gathering.Newest(one => one.Read().ResponseId);
        if (answers.Count > 0)
            await GatherAsync(Question.Of("target", answers), gathering, ct);
        return new ReadTree(
            BehaviourTree.Of(gathering.Found.Values), gathering.IsCut, gathering.BackTo, gathering.Retired);
    }

    private async Task GatherAsync(Question question, Gathering gathering, CancellationToken ct) =>
        gathering.Heed(await search.VisitAsync(question, gathering.Add, ct));

    /// <summary>What was found so far. Bounded by <see cref="MaxNodes"/>.</summary>
    private sealed class Gathering
    {
        public Dictionary<Domain.ObservationAddress, FoundObservation> Found { get; } = [];

        public bool IsCut { get; private set; }

        public DateTimeOffset? BackTo { get; private set; }

        public int Retired { get; private set; }

        public bool Add(FoundObservation found)
        {
            if (Found.Count == MaxNodes && !Found.ContainsKey(found.Address))
            {
                IsCut = true;
                return false;
            }

            Found[found.Address] = found;
            return true;
        }

        public IReadOnlyCollection<string> Newest(Func<FoundObservation, string?> of) => [.. Found.Values
            .OrderByDescending(one => one.Address.Position).Select(of).OfType<string>().Distinct().Take(MaxFollowed)];

        public void Heed(SearchRun run)
        {
            Retired = Math.Max(Retired, run.Retired);
            if (run.GoOnBelow is not null && (BackTo is null || run.SearchedBackTo > BackTo))
                BackTo = run.SearchedBackTo;
        }
    }
}
