namespace Governance.Detection.Sequential;

/// <summary>What one score came to.</summary>
/// <param name="PValue">Conformal p-value of the score.</param>
/// <param name="LogMartingale">
/// log M over the whole stream: exceeds log(1/α) at any time with probability at most α (Ville).
/// </param>
/// <param name="LogCusum">
/// log of M ← max(M, 1) · f(p): alarms at log A lie at least A scores apart on average.
/// </param>
public readonly record struct ConformalStep(double PValue, double LogMartingale, double LogCusum);

/// <summary>
/// Conformal test martingale with the mixture bet (Volkhonskiy et al. 2017; conformal CUSUM: arXiv 2412.03464).
/// Guaranteed under exchangeable scores. It cannot see what leaves the scores exchangeable (a change present from the
/// start, or in what the score ignores), and autocorrelated scores void the guarantee: feed it residuals.
/// </summary>
public sealed class ConformalMartingale
{
    private const byte Version = 1;
    private readonly ConformalRank _rank;

    /// <summary>A martingale at 1.</summary>
    /// <param name="capacity">Scores of an epoch of the ranks.</param>
    /// <param name="seed">Of the dice that break ties.</param>
    public ConformalMartingale(int capacity = 1024, ulong seed = 1) => _rank = new ConformalRank(capacity, seed);

    /// <summary>log M after the last score.</summary>
    public double LogMartingale { get; private set; }

    /// <summary>log of the restarted statistic after the last score; starts at 0.</summary>
    public double LogCusum { get; private set; }

    /// <summary>Takes one nonconformity score in; large scores are strange. O(capacity) moves at worst.</summary>
    public ConformalStep Observe(double score)
    {
        var p = _rank.Observe(score);
        var bet = Bets.LogMixture(p);
        LogMartingale += bet;
        LogCusum = Math.Max(LogCusum, 0) + bet;
        return new ConformalStep(p, LogMartingale, LogCusum);
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.ConformalMartingale, Version);
        writer.Write(LogMartingale);
        writer.Write(LogCusum);
        _rank.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.ConformalMartingale, Version);
        LogMartingale = reader.ReadDouble();
        LogCusum = reader.ReadDouble();
        _rank.Load(reader);
    }
}
