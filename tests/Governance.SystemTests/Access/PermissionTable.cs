using System.Runtime.CompilerServices;
using Governance.Server.Access;
using Governance.SystemTests.Fixture;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Access;

/// <summary>
/// The endpoints of the running server against the checked-in table. After a change that is meant, run with
/// GOVERNANCE_ACCEPT=1 and read the difference.
/// </summary>
public sealed class PermissionTable
{
    [Fact]
    public async Task Every_endpoint_has_its_row()
    {
        await using var host = await GovernanceHost.StartAsync();
        var actual = host.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(Rows)
            .Distinct()
            .OrderBy(row => row.Split(' ')[1], StringComparer.Ordinal)
            .ThenBy(row => row, StringComparer.Ordinal)
            .ToList();
        if (Environment.GetEnvironmentVariable("GOVERNANCE_ACCEPT") == "1")
            await AcceptAsync(actual);
        var expected = File.ReadLines(TableFile()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        actual.Except(expected).ShouldBeEmpty("endpoints without their row in permissions.txt");
        expected.Except(actual).ShouldBeEmpty("rows in permissions.txt without their endpoint");
    }

    private static IEnumerable<string> Rows(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        var asked = endpoint.Metadata.GetMetadata<RequirePermissionAttribute>()?.Permission.ToString();
        var open = endpoint.Metadata.GetMetadata<AllowAnyoneAttribute>()?.Reason;
        var who = (asked, open) switch
        {
            (not null, null) => asked,
            (null, not null) => $"anyone: {open}",
            (null, null) => "NOT SAID",
            _ => "SAID TWICE",
        };
        var route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        return methods.Select(method => $"{method} {route} → {who}");
    }

    private static Task AcceptAsync(IEnumerable<string> rows)
    {
        var head = File.ReadLines(TableFile()).TakeWhile(line => line.StartsWith('#'));
        return File.WriteAllLinesAsync(TableFile(), head.Concat(rows), TestContext.Current.CancellationToken);
    }

    private static string TableFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "permissions.txt");
}
