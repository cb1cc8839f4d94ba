using Governance.Domain.Intake;

namespace Governance.Server.Intake.Prices;

/// <summary>
/// What calls cost where their sender does not say: tokens by the price of the model on that day, as the operator wrote
/// it down. An estimate is marked as one; without a price there is none.
/// </summary>
internal sealed class PriceTable
{
    private readonly Dictionary<string, List<PriceFile.Row>> _exact;

    // The longest beginning first. Bounded, like the other, by the rows of the file.
    private readonly List<PriceFile.Row> _beginnings;

    public PriceTable(PriceFile file)
    {
        var newestFirst = file.Prices.OrderByDescending(row => row.Day).ToList();
        _exact = newestFirst.Where(row => !row.Model.EndsWith('*'))
            .GroupBy(row => row.Model, StringComparer.Ordinal)
            .ToDictionary(model => model.Key, model => model.ToList(), StringComparer.Ordinal);
        _beginnings = [.. newestFirst.Where(row => row.Model.EndsWith('*')).OrderByDescending(row => row.Model.Length)];
    }

    /// <summary>Nothing has a price: only what senders say is known.</summary>
    public static PriceTable None { get; } = new(new PriceFile());

    /// <summary>Reads <c>Intake:PricesFile</c>; without it nothing is estimated.</summary>
    public static PriceTable Read(IConfiguration configuration) =>
        configuration["Intake:PricesFile"] is { Length: > 0 } path ? new PriceTable(PriceFile.Read(path)) : None;

    /// <summary>The observation with its cost, where its tokens and its model's price are known.</summary>
    public Observation Estimate(Observation call) =>
        call is { CostMicros: null, InputTokens: { } input } && PriceOf(call) is { } price
            ? call with { CostMicros = MicrosOf(price, input, call), CostIsEstimated = true }
            : call;

    /// <summary>A dollar for a million tokens is a millionth of one for each.</summary>
    private static long MicrosOf(PriceFile.Row price, long input, Observation call)
    {
        var cached = Math.Clamp(call.CacheReadTokens ?? 0, 0, input);
        return (long)Math.Round(
            ((input - cached) * price.InputPerMillion)
            + (cached * (price.CacheReadPerMillion ?? price.InputPerMillion))
            + ((call.OutputTokens ?? 0) * price.OutputPerMillion));
    }

    private PriceFile.Row? PriceOf(Observation call)
    {
        var day = DateOnly.FromDateTime(call.StartedAt.UtcDateTime);
        return call.ModelVersion is { } served && PriceOf(served, day) is { } price ? price
            : call.ModelAsked is { } asked ? PriceOf(asked, day)
            : null;
    }

    private PriceFile.Row? PriceOf(string model, DateOnly day) =>
        _exact.GetValueOrDefault(model)?.Find(row => row.Day <= day)
        ?? _beginnings.Find(row => row.Day <= day && model.AsSpan().StartsWith(row.Model.AsSpan(..^1)));
}
