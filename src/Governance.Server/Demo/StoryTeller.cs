using System.Globalization;

namespace Governance.Server.Demo;

/// <summary>Says each step of the story as it happens and stops at the first that did not.</summary>
internal sealed class StoryTeller(TextWriter output, TimeProvider clock)
{
    /// <summary>How often a waited-for condition is looked at.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly List<ToldStep> _steps = [];
    private readonly long _started = clock.GetTimestamp();

    internal IReadOnlyList<ToldStep> Steps => _steps;

    internal void Say(string line) => output.WriteLine(line);

    /// <summary>Runs one step; its text says what was seen. Throws when it was not seen.</summary>
    internal async Task StepAsync(string name, Func<Task<string>> happen)
    {
        var started = clock.GetTimestamp();
        string seen;
        try
        {
            seen = await happen();
        }
        catch (Exception failure) when (failure is not StepDidNotHappen and not OperationCanceledException)
        {
            throw new StepDidNotHappen(name, failure.Message, failure);
        }
        catch (StepDidNotHappen failure)
        {
            throw new StepDidNotHappen(name, failure.Message, failure);
        }

        var took = clock.GetElapsedTime(started);
        var at = clock.GetElapsedTime(_started);
        _steps.Add(new ToldStep(name, seen, took));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{at.TotalSeconds,6:0.0} s  {name}  ({took.TotalSeconds:0.0} s)\n          {seen}"));
    }

    /// <summary>Waits until something is found; a deadline that passes is a step that did not happen.</summary>
    internal async Task<T> UntilAsync<T>(
        string what, TimeSpan deadline, Func<Task<T?>> look, CancellationToken stop)
        where T : class
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < deadline)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(s_look, clock, stop);
        }

        throw new StepDidNotHappen(what, $"not seen within {deadline.TotalSeconds:0} s");
    }
}

/// <summary>A step that happened, what was seen, and how long it took.</summary>
internal sealed record ToldStep(string Name, string Seen, TimeSpan Took);

/// <summary>The story stops here: this step did not happen.</summary>
internal sealed class StepDidNotHappen : Exception
{
    public StepDidNotHappen()
    {
    }

    public StepDidNotHappen(string message)
        : base(message)
    {
    }

    public StepDidNotHappen(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal StepDidNotHappen(string step, string reason, Exception? inner = null)
        : base($"{step}: {reason}", inner) => Step = step;

    internal string Step { get; } = string.Empty;
}
