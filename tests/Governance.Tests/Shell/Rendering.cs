using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Server.Shell;
using Governance.Server.Shell.Assets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Tests.Shell;

/// <summary>Renders one component as a page would, and parses what comes out.</summary>
internal static class Rendering
{
    internal static DateTimeOffset Now { get; } = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    internal static async Task<IElement> OfAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/incidents";
        http.Request.QueryString = new QueryString("?view=all&dialog=roll-back");
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new StillClock())
            .AddSingleton<IHttpContextAccessor>(new HttpContextAccessor { HttpContext = http })
            .AddSingleton(_ => new AssetCatalog())
            .AddSingleton(provider => new Icons(provider.GetRequiredService<AssetCatalog>()))
            .AddScoped<Viewer>()
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
            return (await renderer.RenderComponentAsync<TComponent>(view)).ToHtmlString();
        });
        return new HtmlParser().ParseDocument(html).Body!;
    }

    internal static RenderFragment Text(string text) => builder => builder.AddContent(0, text);

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
