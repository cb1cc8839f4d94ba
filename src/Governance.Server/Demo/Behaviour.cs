namespace Governance.Server.Demo;

/// <summary>How a synthetic model behaves: shares in 0..1, medians in their unit.</summary>
internal sealed record Behaviour
{
    internal double Refusal { get; init; } = 0.02;

    internal double ToolUse { get; init; } = 0.45;

    internal double ToolError { get; init; } = 0.03;

    internal double ApiError { get; init; } = 0.004;

    internal double LatencyMsMedian { get; init; } = 900;

    internal double InputTokensMedian { get; init; } = 650;

    internal double OutputTokensMedian { get; init; } = 210;

    internal double Evaluated { get; init; } = 0.25;

    internal double Feedback { get; init; } = 0.06;

    /// <summary>The share of tool calls that go to <see cref="UnseenTool"/>.</summary>
    internal double UnseenToolShare { get; init; }

    internal string UnseenTool { get; init; } = "run_shell";

    internal IReadOnlyList<string> Tools { get; init; } = ["search_orders", "get_refund_policy", "create_ticket"];
}
