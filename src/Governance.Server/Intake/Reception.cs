using System.Security.Claims;
using Governance.Server.Access;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Series;
using Microsoft.Extensions.ObjectPool;

namespace Governance.Server.Intake;

/// <summary>What became of a request that could be read, in the words its sender is told.</summary>
/// <param name="Rejected">Records that could not be read; the sender never sends them again.</param>
/// <param name="Word">Why, or what else it should know; null where everything was taken and used.</param>
internal sealed record Receipt(int Rejected, string? Word)
{
    public static Receipt Full { get; } = new(0, null);
}

/// <summary>
/// The one way of a request into the log, whichever door it came through: decoded, mapped, stored, and only then
/// receipted. Nothing that was sent is lost without a word: unreadable records are counted, unused ones named.
/// </summary>
internal sealed class Reception(
    IntakeLine line,
    SeriesLine seriesLine,
    ObjectPool<ObservationMapper> mappers,
    ObjectPool<SeriesMapper> seriesMappers,
    IntakeMetrics metrics,
    DropBook drops,
    TimeProvider clock)
{
    /// <summary>
    /// Past it the sender is asked to come again: most give up after ten seconds. What is stored after all is
    /// recognised when it comes again.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Durable when it returns.</summary>
    /// <param name="body">The request, unpacked.</param>
    /// <param name="signal">What it is a request of.</param>
    /// <param name="isJson">Whether it is JSON; else protobuf.</param>
    /// <param name="caller">On whose account it waits when many send at once; without a key nobody's.</param>
    /// <param name="ct">The sender is gone.</param>
    /// <exception cref="OtlpFormatException">The body is not a request of this signal; nothing is stored.</exception>
    /// <exception cref="TimeoutException">It is not stored yet; send it again.</exception>
    public Task<Receipt> TakeAsync(
        RequestBody body, TelemetrySignal signal, bool isJson, ClaimsPrincipal caller, CancellationToken ct) =>
        signal is TelemetrySignal.Metrics
            ? StoreSeriesAsync(body, isJson, ct)
            : StoreAsync(body, signal, isJson, caller.FindFirst(Caller.IdClaim)?.Value, ct);

    private async Task<Receipt> StoreAsync(
        RequestBody body, TelemetrySignal signal, bool isJson, string? caller, CancellationToken ct)
    {
        var mapped = Map(body, signal, isJson);
        mapped.Caller = caller;
        await line.StoreAsync(mapped, ct).WaitAsync(s_patience, clock, ct);
        metrics.Acknowledged(mapped, signal);
        drops.Add(mapped);
        if (mapped.Rejected > 0)
            return new Receipt(mapped.Rejected, string.Join("; ", mapped.Reasons));
        return mapped.Unused == 0
            ? Receipt.Full
            : new Receipt(0, $"{mapped.Unused} records tell nothing of a model and were not stored.");
    }

    private MappedBatch Map(RequestBody body, TelemetrySignal signal, bool isJson)
    {
        var mapper = mappers.Get();
        try
        {
            return mapper.Map(body.Bytes, isJson, signal, clock.GetUtcNow());
        }
        finally
        {
            mappers.Return(mapper);
        }
    }

    private async Task<Receipt> StoreSeriesAsync(RequestBody body, bool isJson, CancellationToken ct)
    {
        var batch = MapSeries(body, isJson);
        await seriesLine.StoreAsync(batch, ct).WaitAsync(s_patience, clock, ct);
        metrics.Acknowledged(batch);
        if (batch.Rejected > 0)
            return new Receipt(batch.Rejected, string.Join("; ", batch.Reasons));
        return batch.Unused == 0
            ? Receipt.Full
            : new Receipt(0, $"{batch.Unused} data points are of metrics that are not read here.");
    }

    private SeriesBatch MapSeries(RequestBody body, bool isJson)
    {
        var mapper = seriesMappers.Get();
        try
        {
            return mapper.Map(body.Bytes, isJson, clock.GetUtcNow());
        }
        finally
        {
            seriesMappers.Return(mapper);
        }
    }
}
