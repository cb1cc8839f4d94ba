using Governance.SystemTests.Browser;
using Governance.SystemTests.Fixture;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Governance.SystemTests.Browser;

/// <summary>
/// One real browser for all browser tests: GOVERNANCE_CHROMIUM, else Debian's. Without any the tests are skipped and
/// say how to get one.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>How long a browser waits for anything.</summary>
    internal static readonly float PatienceMs = (float)Patience.Long.TotalMilliseconds;

    private const string Debians = "/usr/bin/chromium";

    private static readonly string[] s_args =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> s_running = new(StartAsync);

    internal static async Task<IBrowser> GetAsync()
    {
        Assert.SkipUnless(
            File.Exists(ExecutablePath()),
            $"No browser at {ExecutablePath()}: apt-get install chromium, or set GOVERNANCE_CHROMIUM.");
        return (await s_running.Value).Browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (!s_running.IsValueCreated)
            return;
        var (driver, browser) = await s_running.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static string ExecutablePath() =>
        Environment.GetEnvironmentVariable("GOVERNANCE_CHROMIUM") is { Length: > 0 } given ? given : Debians;

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = ExecutablePath(), Args = s_args });
        return (driver, browser);
    }
}
