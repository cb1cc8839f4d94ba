using Governance.Detection.Calibration;

namespace Governance.Tests.Detection;

public sealed class ReliabilityDiagramTests
{
    [Fact]
    public void A_fixture_worked_by_hand_gives_its_error()
    {
        // Naeini's formula by hand: 5 at 0.95, 4 right; 3 at 0.65, 2 right; 2 at 0.15, 1 right.
        var diagram = Of((0.95, 5, 4), (0.65, 3, 2), (0.15, 2, 1));
        diagram.ExpectedCalibrationError.ShouldBe(
            (0.5 * Math.Abs(0.95 - 0.8)) + (0.3 * Math.Abs(0.65 - (2 / 3.0))) + (0.2 * Math.Abs(0.15 - 0.5)), 1e-12);
        diagram.BrierScore.ShouldBe(
            ((4 * 0.0025) + 0.9025 + (2 * 0.1225) + 0.4225 + 0.7225 + 0.0225) / 10, 1e-12);
        diagram.Bins.Select(bin => bin.N).ShouldBe([2L, 3, 5]);
    }

    [Fact]
    public void Answers_that_are_right_as_often_as_they_say_have_no_error_and_certainty_has_a_bin() =>
        Of((1, 8, 8), (0.5, 10, 5), (0, 4, 0)).ExpectedCalibrationError.ShouldBe(0, 1e-12);

    [Fact]
    public void Without_an_answer_there_is_no_number() =>
        double.IsNaN(new ReliabilityDiagram().ExpectedCalibrationError).ShouldBeTrue();

    private static ReliabilityDiagram Of(params (double Stated, int N, int Right)[] groups)
    {
        var diagram = new ReliabilityDiagram();
        foreach (var (stated, n, right) in groups)
        {
            for (var i = 0; i < n; i++)
                diagram.Take(stated, i < right ? 1 : 0);
        }

        return diagram;
    }
}
