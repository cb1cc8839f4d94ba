using Governance.Postgres.Embedded;
using Governance.Server.Shell;

namespace Governance.Server.Demo;

/// <summary>What <c>demo</c> was asked to do.</summary>
/// <param name="Once">End after the story.</param>
/// <param name="MaySetUp">PostgreSQL may be installed when it is absent.</param>
/// <param name="Settings">Further settings, as <c>--Key=Value</c>.</param>
internal sealed record DemonstrationOptions(bool Once, bool MaySetUp, IReadOnlyList<string> Settings);

/// <summary>The verb <c>demo</c>: a quiet month and one bad night, every step checked and timed.</summary>
internal static class Demonstration
{
    /// <summary>Exit code of a story in which a step did not happen.</summary>
    private const int StepMissing = 1;

    private const int Seed = 20261121;

    internal static async Task<int> RunAsync(DemonstrationOptions options, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var teller = new StoryTeller(Console.Out, clock);
        try
        {
            await SetUpAsync(options, stop);
            await using var stage = await Stage.StartAsync(options, Seed, clock, stop);
            var story = new Story(stage, teller);
            await story.TellAsync(stop);
            teller.Say($"\nEvery one of the {teller.Steps.Count} steps happened.");
            await story.InviteAsync(Console.Out, stop);
            if (!options.Once)
            {
                await stage.StayAsync(stop);
            }

            return 0;
        }
        catch (StepDidNotHappen failure)
        {
            await Console.Error.WriteLineAsync($"The story stops here. {failure.Message}");
            return StepMissing;
        }
        catch (Exception failure) when (failure is ClusterException or CannotStartException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Serving.CannotStart;
        }
    }

    private static async Task SetUpAsync(DemonstrationOptions options, CancellationToken stop)
    {
        if (options.MaySetUp)
        {
            await DatabaseSetup.RunAsync(new Spoken(Console.Out), stop);
        }
    }
}
