using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Tests.Pipeline;

public sealed class ProcessManagerTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProcessManager<int, object> s_process = new(
        new StreamOf<int, object>("counting", 0, (state, _) => state + 1),
        new ProcessTimer<int>("odd", (state, id, now) => int.IsOddInteger(state) ? new("odd", id, now) : null));

    [Fact]
    public void What_is_waited_for_anew_is_armed() =>
        s_process.TimersOf("a", 0, 1, s_now).Arm.ShouldBe([new TimerToArm("odd", "a", s_now)]);

    [Fact]
    public void What_is_waited_for_no_longer_is_taken_away() =>
        s_process.TimersOf("a", 1, 2, s_now).Cancel.ShouldBe([new TimerKey("odd", "a")]);

    [Fact]
    public void What_is_waited_for_as_before_is_left_alone()
    {
        var effects = s_process.TimersOf("a", 1, 3, s_now);

        effects.Arm.ShouldBeEmpty();
        effects.Cancel.ShouldBeEmpty();
    }
}
