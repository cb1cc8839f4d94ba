using System.Text.RegularExpressions;

namespace Governance.Tests.House;

/// <summary>
/// A test that a pause of the machine can fail refuses good work: promises of time go through <c>ShouldKeep</c>, and
/// waits through <c>Eventually</c> and <c>Patience.Long</c>.
/// </summary>
public sealed partial class TimingRules
{
    private const string Folder = "tests/Governance.SystemTests";

    [Fact]
    public void No_test_holds_a_stretch_of_time_to_a_bare_figure() => Found(BareFigure()).ShouldBeEmpty(
        "Say took.ShouldKeep(promise): strict with GOVERNANCE_LONG=1, patient elsewhere.");

    [Fact]
    public void No_test_gives_up_after_a_few_seconds() => Found(ShortWait()).ShouldBeEmpty(
        "Wait with Eventually, or by Patience.Long: only a failing test waits so long.");

    private static List<string> Found(Regex pattern) =>
    [
        .. from file in Checkout.Files(Folder, ".cs")
        where !file.EndsWith("Patience.cs", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where pattern.IsMatch(line)
        select $"{Checkout.RelativeTo(file)}: {line.Trim()}",
    ];

    [GeneratedRegex(@"(?i)(elapsed\w*(\(\w*\))?|took|waited|lateness)(\.Total\w+)?\.Should(BeLessThan|BeInRange)")]
    private static partial Regex BareFigure();

    [GeneratedRegex(@"(WaitAsync|WaitForNonStale\w+|Eventually\.\w+)\(.*TimeSpan\.From(Milli)?[Ss]econds\(\d{1,2}\)")]
    private static partial Regex ShortWait();
}
