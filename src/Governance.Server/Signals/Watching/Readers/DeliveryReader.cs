using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>
/// What filters let through that they should not have: inputs that passed and whose answer was denied, and answers that
/// were delivered and then reported. A report is joined to its answer by trace, else by the answer's id.
/// </summary>
internal sealed class DeliveryReader : ISignalReader
{
    /// <summary>Delivered answers that a report can still speak of, the latest ones.</summary>
    private const int MaxAnswers = 4096;

    private readonly Recent<bool> _reported = new(MaxAnswers);

    // Silence of users before their first report is not satisfaction.
    private bool _usersSpoke;

    /// <inheritdoc/>
    public void Read(Observation observation, List<Said> into)
    {
        if (observation is { Kind: ObservationKind.Inference, OutputVerdict: { } verdict and not "not_run" })
            ReadAnswer(observation, verdict == "deny", into);
        else if (observation is { Kind: ObservationKind.Declaration, Declares: "user.report" })
            ReadReport(observation, into);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_usersSpoke);
        _reported.Save(writer, (w, reported) => w.Write(reported));
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _usersSpoke = reader.ReadBoolean();
        _reported.Load(reader, r => r.ReadBoolean());
    }

    private void ReadAnswer(Observation answer, bool denied, List<Said> into)
    {
        if (answer.InputVerdict is "allow" or "warn" or "modify")
            into.Say(SignalKind.LateBlock, denied);
        if (denied)
            return;
        if (_usersSpoke)
            into.Say(SignalKind.ReportedDelivery, false);
        if (KeyOf(answer) is { } key)
            _reported.Put(key, false);
    }

    /// <summary>However many complain of one answer, it escaped once.</summary>
    private void ReadReport(Observation report, List<Said> into)
    {
        _usersSpoke = true;
        if (KeyOf(report) is not { } key || !_reported.TryGet(key, out var reported) || reported)
            return;
        _reported.Put(key, true);
        into.Say(SignalKind.ReportedDelivery, true);
    }

    private static string? KeyOf(Observation observation) =>
        observation.TraceId ?? observation.TargetResponseId ?? observation.ResponseId;
}
