namespace Governance.Server.Demo;

/// <summary>One conversation of a synthetic model: what its agent did, in order. Plain data, no clock.</summary>
internal sealed record Conversation(
    string Id,
    string User,
    DateTimeOffset StartedAt,
    string Version,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<Judgement> Judgements)
{
    /// <summary>An agent that goes round in circles is ended after this many rounds.</summary>
    private const int RoundsMax = 8;

    internal DateTimeOffset EndedAt => StartedAt + Steps[^1].Offset + Steps[^1].Lasts;

    /// <summary>Draws one conversation; the same dice and behaviour give the same conversation.</summary>
    internal static Conversation Draw(Dice dice, Behaviour behaviour, string version, string user, DateTimeOffset at)
    {
        var steps = new List<Step>();
        var clock = TimeSpan.Zero;
        for (var round = 0; round < RoundsMax; round++)
        {
            var answer = DrawInference(dice, behaviour, clock, round);
            steps.Add(answer);
            clock += answer.Lasts;
            if (answer.Finish != "tool_calls")
            {
                break;
            }

            var call = DrawTool(dice, behaviour, clock);
            steps.Add(call);
            clock += call.Lasts;
        }

        return new Conversation("conv_" + dice.Hex(8), user, at, version, steps, Judge(dice, behaviour));
    }

    private static Step DrawInference(Dice dice, Behaviour behaviour, TimeSpan at, int round)
    {
        var input = Math.Max(1, (int)dice.LogNormal(behaviour.InputTokensMedian * (1 + (0.3 * round)), 0.5));
        var output = Math.Max(1, (int)dice.LogNormal(behaviour.OutputTokensMedian, 0.5));
        var lasts = TimeSpan.FromMilliseconds(dice.LogNormal(behaviour.LatencyMsMedian, 0.45));
        var again = round < RoundsMax - 1 && dice.Chance(behaviour.ToolUse * Math.Pow(0.5, round));
        var error = dice.Chance(behaviour.ApiError) ? "timeout" : null;
        var finish = error is not null ? "error"
            : dice.Chance(behaviour.Refusal) ? "refusal"
            : again ? "tool_calls" : "stop";
        return new Step(null, at, lasts, error, finish, input, error is null ? output : 0, "chatcmpl-" + dice.Hex(12));
    }

    private static Step DrawTool(Dice dice, Behaviour behaviour, TimeSpan at)
    {
        var tool = dice.Chance(behaviour.UnseenToolShare) ? behaviour.UnseenTool : dice.Pick(behaviour.Tools);
        var error = dice.Chance(behaviour.ToolError) ? "timeout" : null;
        return new Step(tool, at, TimeSpan.FromMilliseconds(dice.LogNormal(180, 0.6)), error, null, 0, 0, null);
    }

    private static List<Judgement> Judge(Dice dice, Behaviour behaviour)
    {
        var judgements = new List<Judgement>();
        if (dice.Chance(behaviour.Evaluated))
        {
            judgements.Add(new Judgement("relevance", dice.Score(0.82, 0.1), "graders", "LLM"));
            judgements.Add(new Judgement("groundedness", dice.Score(0.88, 0.08), "graders", "LLM"));
        }

        if (dice.Chance(behaviour.Feedback))
        {
            judgements.Add(new Judgement("user_feedback", dice.Chance(0.12) ? 0 : 1, "users", "HUMAN"));
        }

        return judgements;
    }
}

/// <summary>One step of an agent: a tool call when <paramref name="Tool"/> is set, else an inference.</summary>
internal sealed record Step(
    string? Tool,
    TimeSpan Offset,
    TimeSpan Lasts,
    string? Error,
    string? Finish,
    int InputTokens,
    int OutputTokens,
    string? ResponseId);

/// <summary>What somebody thought of the last answer, 0..1.</summary>
internal sealed record Judgement(string Name, double Score, string Evaluator, string Kind);
