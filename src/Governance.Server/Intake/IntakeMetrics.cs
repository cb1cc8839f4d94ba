using System.Diagnostics.Metrics;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Pages;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Series;

namespace Governance.Server.Intake;

/// <summary>What intake counts of itself.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    /// <summary>The word for JSON lines, beside those for the signals of OTLP.</summary>
    public const string Lines = "lines";

    private readonly Meter _meter = new("Governance");
    private readonly Counter<long> _observations;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _unused;
    private readonly Counter<long> _points;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _droppedAttributes;
    private readonly Histogram<double> _duration;

    public IntakeMetrics()
    {
        _observations = _meter.CreateCounter<long>(
            "governance.intake.observations", "{observation}", "Observations acknowledged after their commit.");
        _duplicates = _meter.CreateCounter<long>(
            "governance.intake.duplicates", "{observation}", "Observations sent again and stored once.");
        _rejected = _meter.CreateCounter<long>(
            "governance.intake.rejected", "{record}", "Records that could not be read in requests that could.");
        _unused = _meter.CreateCounter<long>(
            "governance.intake.unused", "{record}", "Sound records that tell nothing of a model; not stored.");
        _points = _meter.CreateCounter<long>(
            "governance.intake.data_points", "{point}", "Data points of senders' metrics acknowledged.");
        _requests = _meter.CreateCounter<long>(
            "governance.intake.requests", "{request}", "Requests by signal and status.");
        _bytes = _meter.CreateCounter<long>("governance.intake.bytes", "By", "Request bytes after decompression.");
        _droppedAttributes = _meter.CreateCounter<long>(
            "governance.intake.dropped_attributes", "{attribute}", "Attributes whose values were not kept, by reason.");
        _duration = _meter.CreateHistogram<double>(
            "governance.intake.duration", "s", "From the request's first byte to its answer.");
    }

    /// <summary>Watches how many observations wait for the log.</summary>
    public void Waiting(Func<int> held) => _meter.CreateObservableGauge(
        "governance.intake.waiting", held, "{observation}", "Observations that wait for their turn to be stored.");

    /// <summary>The same by deployment, for the page of intake.</summary>
    public IntakeTally Tally { get; } = new();

    /// <summary>Records of a request that were stored before.</summary>
    public void Duplicates(Sender? sender, int count)
    {
        if (count == 0)
            return;
        _duplicates.Add(count);
        Tally.Repeated(sender, count);
    }

    /// <summary>A request whose observations are durable.</summary>
    public void Acknowledged(MappedBatch mapped, TelemetrySignal signal)
    {
        var tag = new KeyValuePair<string, object?>("signal", WordOf(signal));
        _observations.Add(mapped.Observations.Count, tag);
        _rejected.Add(mapped.Rejected, tag);
        _unused.Add(mapped.Unused, tag);
        for (var reason = 0; reason < DropReasons.Count; reason++)
        {
            var count = mapped.Drops.Sum(drops => drops.Counts[reason]);
            if (count > 0)
                _droppedAttributes.Add(count, tag, DropTag(reason));
        }
        Tally.LeftOut(SenderOf(mapped), mapped.Rejected, mapped.Unused, values: 0);
        foreach (var drops in mapped.Drops)
            Tally.LeftOut(drops.Sender, unreadable: 0, unused: 0, drops.Counts.Sum());
    }

    /// <summary>A request whose data points are durable.</summary>
    public void Acknowledged(SeriesBatch batch)
    {
        var tag = new KeyValuePair<string, object?>("signal", WordOf(TelemetrySignal.Metrics));
        _points.Add(batch.Points.Count);
        _rejected.Add(batch.Rejected, tag);
        _unused.Add(batch.Unused, tag);
    }

    /// <summary>A request of lines whose observations are durable.</summary>
    public void Acknowledged(LinesRead read)
    {
        var tag = new KeyValuePair<string, object?>("signal", Lines);
        _observations.Add(read.Accepted, tag);
        _rejected.Add(read.Refused, tag);
        _unused.Add(read.UnknownKinds, tag);
        _droppedAttributes.Add(read.UnknownFields + read.DroppedValues, tag);
        var sender = read.Batches is [var first, ..] ? SenderOf(first) : null;
        Tally.LeftOut(sender, read.Refused, read.UnknownKinds, read.UnknownFields + read.DroppedValues);
    }

    /// <summary>A request has been answered.</summary>
    public void Answered(TelemetrySignal signal, int status, int bytes, TimeSpan took) =>
        Answered(WordOf(signal), status, bytes, took);

    /// <summary>A request has been answered; <paramref name="signal"/> is its word.</summary>
    public void Answered(string signal, int status, int bytes, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("signal", signal);
        _requests.Add(1, tag, new KeyValuePair<string, object?>("status", status));
        _bytes.Add(bytes, tag);
        _duration.Record(took.TotalSeconds, tag);
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Almost every request has one.</summary>
    private static Sender? SenderOf(MappedBatch mapped) =>
        mapped.Observations is [var first, ..] ? first.Sender : null;

    private static KeyValuePair<string, object?> DropTag(int reason) => new("reason", DropReasons.Words[reason]);

    private static string WordOf(TelemetrySignal signal) => signal switch
    {
        TelemetrySignal.Traces => "traces",
        TelemetrySignal.Logs => "logs",
        _ => "metrics",
    };
}
