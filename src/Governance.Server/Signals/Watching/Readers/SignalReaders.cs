using Governance.Domain.Intake;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>Everything that signals are read by, in one fixed order.</summary>
internal sealed class SignalReaders
{
    private readonly AnswerReader _answers = new();
    private readonly ISignalReader[] _all;

    internal SignalReaders() => _all =
    [
        new CallReader(), new InputReader(), new DeliveryReader(), new ScoreReader(), _answers, new DeclarationReader(),
    ];

    /// <summary>Confidence beside correctness, by version.</summary>
    internal Reliability Reliability => _answers.Reliability;

    /// <summary>Adds what a served observation says.</summary>
    internal void Read(Observation observation, List<Said> into)
    {
        foreach (var reader in _all)
            reader.Read(observation, into);
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var reader in _all)
            reader.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (var one in _all)
            one.Load(reader);
    }
}
