using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy.Drops;

namespace Governance.Server.Intake.Lines;

/// <summary>What one request of lines came to.</summary>
internal sealed class LinesRead
{
    /// <summary>Observations in one of <see cref="Batches"/>: half of what one append takes.</summary>
    private const int MaxPerBatch = 4_096;

    /// <summary>Refused lines that the answer names; of the others it says how many they are.</summary>
    private const int MaxProblems = 20;

    // Bounded by LinesMapper.MaxLines.
    private readonly List<MappedBatch> _batches = [];

    // Bounded by MaxProblems.
    private readonly List<LineProblem> _problems = [];
    private int _accountedFields;
    private int _accountedValues;

    /// <summary>What is to be stored, in the request's order.</summary>
    public IReadOnlyList<MappedBatch> Batches => _batches;

    /// <summary>Lines that are observations now; batch lines are not among them.</summary>
    public int Accepted { get; private set; }

    /// <summary>Lines that could not be taken.</summary>
    public int Refused { get; private set; }

    /// <summary>Lines that were JSON objects, whatever became of them.</summary>
    public int Readable { get; set; }

    /// <summary>Lines of a kind that this version does not know.</summary>
    public int UnknownKinds { get; set; }

    /// <summary>Fields that no line of their kind has.</summary>
    public int UnknownFields { get; set; }

    /// <summary>Values of a wrong type, or outside an enumeration or bound.</summary>
    public int DroppedValues { get; set; }

    /// <summary>The first refused lines.</summary>
    public IReadOnlyList<LineProblem> Problems => _problems;

    public void Refuse(LineProblem problem)
    {
        Refused++;
        if (_problems.Count < MaxProblems)
            _problems.Add(problem);
    }

    public void Accept(Received received)
    {
        if (_batches is [] || _batches[^1].Observations.Count >= MaxPerBatch)
            _batches.Add(new MappedBatch());
        _batches[^1].Observations.Add(received);
        Accepted++;
        Account(received.Sender);
    }

    /// <summary>What was dropped since the last line that was taken is the sender's of this one.</summary>
    private void Account(Sender sender)
    {
        var (fields, values) = (UnknownFields - _accountedFields, DroppedValues - _accountedValues);
        if (fields == 0 && values == 0)
            return;
        (_accountedFields, _accountedValues) = (UnknownFields, DroppedValues);
        var drops = _batches[^1].Drops;
        if (drops is [] || !drops[^1].Sender.Equals(sender))
            drops.Add(new SenderDrops(sender, new long[DropReasons.Count], []));
        var counts = (long[])drops[^1].Counts;
        counts[(int)DropReason.UnlistedName] += fields;
        counts[(int)DropReason.UnusableValue] += values;
    }
}
