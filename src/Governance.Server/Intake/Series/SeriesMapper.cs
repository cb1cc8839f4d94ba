using System.Globalization;
using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Otlp.Metrics;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Series;

/// <summary>
/// Turns data points into points of series. Of the attributes only model, operation, token type and kind of record
/// are kept; all the others tell streams apart, through a keyed hash. One request at a time.
/// </summary>
internal sealed class SeriesMapper : IMetricVisitor, IDisposable
{
    /// <summary>A sender's clock may run ahead by this much; later times become the time of receipt.</summary>
    private static readonly TimeSpan s_clockAhead = TimeSpan.FromMinutes(1);

    /// <summary>2^53: a larger count has lost digits on its way.</summary>
    private const double MaxCount = 9_007_199_254_740_992;

    private readonly Senders _senders;
    private readonly StreamLimit _limit;
    private readonly KeyedNames _names;
    private readonly Texts _texts = new();
    private readonly FieldSlots _resource;
    private readonly FieldSlots _record;

    // What tells streams apart, in canonical order. Bounded by the request.
    private readonly List<string> _resourceSays = [];
    private readonly List<string> _pointSays = [];
    private SeriesBatch _batch = new();
    private Sender? _sender;
    private string _source = "";
    private string? _tokenType;
    private string? _recordKind;
    private DateTimeOffset _receivedAt;

    public SeriesMapper(Senders senders, StreamLimit limit, InstallationKey key)
    {
        (_senders, _limit, _names) = (senders, limit, key.Names());
        (_resource, _record) = (new FieldSlots(_texts), new FieldSlots(_texts));
    }

    /// <summary>Reads a request; throws only <see cref="OtlpFormatException"/>.</summary>
    public SeriesBatch Map(ReadOnlySpan<byte> body, bool isJson, DateTimeOffset receivedAt)
    {
        (_batch, _receivedAt) = (new SeriesBatch(), receivedAt);
        OtlpMetrics.Read(body, isJson, this);
        return _batch;
    }

    public void BeginResource()
    {
        _resource.Clear();
        _resourceSays.Clear();
        _sender = null;
    }

    public void BeginPoint()
    {
        _record.Clear();
        _pointSays.Clear();
        (_tokenType, _recordKind) = (null, null);
    }

    public void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value)
    {
        var isPoint = place is AttributePlace.Record;
        (isPoint ? _record : _resource).Take(key, value);
        (isPoint ? _pointSays : _resourceSays).Add(Canonical(key, value));
        if (key.SequenceEqual("gen_ai.token.type"u8))
            _tokenType = Label(value);
        else if (key.SequenceEqual("governance.record.kind"u8))
            _recordKind = Label(value);
    }

    public void EndPoint(MetricPoint point)
    {
        if (SeriesMetric.Of(point.Metric) is not { } metric || point.Kind is MetricKind.Other)
            _batch.Unused++;
        else if (FaultOf(point) is { } fault)
            _batch.Reject(fault);
        else if (!point.IsGap)
            Add(metric, point);
    }

    public void Dispose() => _names.Dispose();

    private void Add(string metric, MetricPoint point)
    {
        if (_sender is null)
        {
            _sender = _senders.Of(_resource);
            _source = _names.Of("series source\n"u8, Joined(_resourceSays));
        }
        var stream = _names.Of("series stream\n"u8, $"{_source}\n{metric}\n{Joined(_pointSays)}");
        if (!_limit.Allows(_sender.Deployment.Value, stream))
        {
            _batch.Reject($"a deployment has more than {StreamLimit.StreamsMax} series: an attribute never repeats");
            return;
        }
        _batch.Points.Add((_sender, new SeriesPoint(
            metric,
            _record.Text(Field.ServedModel) ?? _record.Text(Field.AskedModel),
            metric == SeriesMetric.SenderRecords ? _recordKind : _record.Text(Field.Operation),
            _tokenType,
            _source,
            stream,
            TimeOf(point.StartNanos == 0 ? point.TimeNanos : point.StartNanos),
            TimeOf(point.TimeNanos),
            point.Temporality is Temporality.Cumulative,
            (long)point.Count,
            Measured(point.Sum),
            Measured(point.Min),
            Measured(point.Max),
            [.. point.Buckets.Select(Bucket)])
        {
            Instance = _resource.Text(Field.Instance) is { } instance ? _names.Of("instance\n"u8, instance) : null,
        }));
    }

    private static string? FaultOf(MetricPoint point) =>
        point.Fault
        ?? (point.Temporality is not (Temporality.Delta or Temporality.Cumulative) ? "a point is neither of a time nor"
            + " since a time (aggregation temporality)" : null)
        ?? (point.TimeNanos == 0 ? "a point has no time" : null)
        ?? (point.StartNanos > point.TimeNanos ? "a point ends before it starts" : null)
        ?? (point.Count is >= 0 and <= MaxCount ? null : "a count is negative or beyond counting")
        ?? (point.Buckets.Exists(one => one.Count > MaxCount || double.IsNaN(one.UpTo))
            ? "a bucket is beyond counting"
            : null);

    private DateTimeOffset TimeOf(ulong nanos)
    {
        var time = DateTimeOffset.UnixEpoch.AddMicroseconds(nanos / 1000);
        return time <= _receivedAt + s_clockAhead ? time : _receivedAt;
    }

    private static double? Measured(double? number) =>
        number is { } said && double.IsFinite(said) && Math.Abs(said) <= MaxCount ? said : null;

    private static SeriesBucket Bucket((double UpTo, ulong Count) bucket) =>
        new(double.IsFinite(bucket.UpTo) ? bucket.UpTo : null, (long)bucket.Count);

    private string? Label(AttributeValue value) =>
        value.Type is AttributeType.Text && _texts.Of(value.Text) is { } text && Identifier.IsLabel(text) ? text : null;

    private static string Canonical(ReadOnlySpan<byte> key, AttributeValue value) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Encoding.Latin1.GetString(key)}={value.Type}:{value.Integer}:{value.Number:R}:{Encoding.Latin1.GetString(
            value.Text)}");

    private static string Joined(List<string> says)
    {
        says.Sort(StringComparer.Ordinal);
        return string.Join('\n', says);
    }
}
