using System.Runtime.CompilerServices;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>
/// A person at a real browser. Whatever the console says that it should not (errors, violations of the content policy,
/// requests to elsewhere) is kept and fails the test at the end.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    private const int Height = 900;

    private readonly IBrowserContext _context;

    // Bounded by what one test makes a page say.
    private readonly List<string> _complaints = [];

    private Desk(IBrowserContext context, IPage page, Uri address) =>
        (_context, Page, Address) = (context, page, address);

    internal IPage Page { get; }

    internal Uri Address { get; }

    internal IReadOnlyList<string> Complaints => _complaints;

    internal IBrowserContext Context => _context;

    /// <summary>A new browser profile with nobody signed in.</summary>
    internal static async Task<Desk> OpenAsync(
        GovernanceHost host, string theme = "light", int width = 1440, bool scripted = true)
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = host.Web.BaseAddress!.ToString(),
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = Height },
            TimezoneId = "Etc/UTC",
            JavaScriptEnabled = scripted,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Chromium.PatienceMs);
        var desk = new Desk(context, await context.NewPageAsync(), host.Web.BaseAddress);
        desk.Listen(desk.Page);
        return desk;
    }

    /// <summary>A new person with these roles, signed in by their one-time link.</summary>
    internal static async Task<Desk> SignInAsync(
        GovernanceHost host, Role role, string theme = "light", int width = 1440, bool scripted = true)
    {
        var desk = await OpenAsync(host, theme, width, scripted);
        var (_, link) = await SignedIn.InviteAsync(host.Services, role);
        await desk.Page.GotoAsync(link);
        await desk.Page.ClickAsync("#continue");
        return desk;
    }

    /// <summary>Goes to a page and waits until its script has started.</summary>
    internal async Task<IResponse> GoAsync(string path)
    {
        var answer = (await Page.GotoAsync(path))!;
        await Page.WaitForSelectorAsync("html.scripted");
        return answer;
    }

    /// <summary>Keeps a picture in the folder that GOVERNANCE_PICTURES names, if it does.</summary>
    internal async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("GOVERNANCE_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    /// <summary>Runs axe with the WCAG 2.2 AA and best-practice rules; answers each violation as one line.</summary>
    internal async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(AxeFile()));
        return await Page.EvaluateAsync<string[]>("""
            async () => {
              const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
              const found = await axe.run(document, { runOnly });
              const line = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`;
              return found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node)));
            }
            """);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>Hears what a page says that it should not.</summary>
    internal void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Type}: {message.Text} {message.Location}");
        };
        page.PageError += (_, error) => _complaints.Add($"exception: {error}");
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" && url.Authority != Address.Authority)
                _complaints.Add($"request to elsewhere: {request.Url}");
        };
    }

    private static string AxeFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "vendor", "axe-core", "axe.min.js");
}
