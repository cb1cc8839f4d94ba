namespace Governance.Detection.Sequential;

/// <summary>
/// Bets against uniform p-values: each f integrates to 1 over (0, 1), so the running product of f(p₁) f(p₂) … is a
/// martingale when the p-values are independent and uniform, and Ville's inequality bounds how high it ever climbs.
/// </summary>
public static class Bets
{
    // Where the closed form of the mixture loses digits to cancellation, its series takes over.
    private const double SeriesBelow = 0.1;
    private const int SeriesTerms = 9;

    /// <summary>log(ε p^(ε−1)): bets on small p-values, the harder the smaller ε.</summary>
    /// <param name="p">In (0, 1].</param>
    /// <param name="epsilon">In (0, 1).</param>
    public static double LogPower(double p, double epsilon) => Math.Log(epsilon) + ((epsilon - 1) * Math.Log(p));

    /// <summary>
    /// log ∫₀¹ ε p^(ε−1) dε = log((1 − p + p ln p) / (p ln² p)): no ε to choose. With x = −ln p it is
    /// (eˣ − 1 − x) / x².
    /// </summary>
    /// <param name="p">In (0, 1].</param>
    public static double LogMixture(double p)
    {
        var x = -Math.Log(p);
        if (x > SeriesBelow)
            return Math.Log((Math.Exp(x) - 1 - x) / (x * x));
        double sum = 0, term = 0.5;
        for (var k = 3; k < SeriesTerms + 3; k++)
        {
            sum += term;
            term *= x / k;
        }

        return Math.Log(sum);
    }
}
