namespace Governance.SystemTests.Fixture;

/// <summary>Waits for a condition that others bring about; a test never sleeps for a guessed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_looking = TimeSpan.FromMilliseconds(10);

    /// <summary>Polls until the condition holds; fails, saying what was awaited, at the deadline.</summary>
    public static async Task IsTrueAsync(string awaited, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(started) > (within ?? Patience.Long))
                Assert.Fail($"Not within {(within ?? Patience.Long).TotalSeconds} s: {awaited}");
            await Task.Delay(s_looking, clock, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for a condition that needs no waiting itself.</summary>
    public static Task IsTrueAsync(string awaited, Func<bool> condition, TimeSpan? within = null) =>
        IsTrueAsync(awaited, () => Task.FromResult(condition()), within);

    /// <summary>Polls until there is a value, and answers it.</summary>
    public static async Task<T> GetAsync<T>(string awaited, Func<Task<T?>> ask, TimeSpan? within = null)
        where T : class
    {
        T? value = null;
        await IsTrueAsync(awaited, async () => (value = await ask()) is not null, within);
        return value!;
    }
}
