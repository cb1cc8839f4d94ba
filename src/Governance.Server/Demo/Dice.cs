namespace Governance.Server.Demo;

/// <summary>The shapes that synthetic traffic is drawn from; everything follows the seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    internal bool Chance(double probability) => _random.NextDouble() < probability;

    internal double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    internal double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    internal double Score(double mean, double spread) => Math.Round(Math.Clamp(mean + (spread * Normal()), 0, 1), 3);

    internal T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    internal int Next(int below) => _random.Next(below);

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    internal string Hex(int bytes) => Convert.ToHexStringLower(Bytes(bytes));

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
