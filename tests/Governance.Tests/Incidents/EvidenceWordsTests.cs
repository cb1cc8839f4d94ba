using Governance.Server.Incidents.Room;

namespace Governance.Tests.Incidents;

public sealed class EvidenceWordsTests
{
    [Theory]
    [InlineData(0.00015994, "0.0001599")]
    [InlineData(0.00016667, "0.0001667")]
    [InlineData(3.1e-12, "3.1e-12")]
    [InlineData(0, "0")]
    [InlineData(9.2103, "9.21")]
    [InlineData(1_204.4, "1,204")]
    public void What_is_small_is_never_shown_as_nothing(double value, string shown) =>
        EvidenceWords.Number(value).ShouldBe(shown);
}
