using System.Text.Json;
using Governance.Server.Access;
using Governance.Server.Behaviour.Trees;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Behaviour.Pages;

/// <summary>A trace or a conversation as a tree, as a page and for programs.</summary>
internal static class TreeEndpoints
{
    internal static void MapTrees(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/behaviour/trace/{id}", (string id, TreeReader trees, CancellationToken ct) =>
            ShowAsync("trace", id, trees.OfTraceAsync(id, ct))).RequirePermission(Permission.Read);
        routes.MapGet("/behaviour/conversation/{id}", (string id, TreeReader trees, CancellationToken ct) =>
            ShowAsync("conversation", id, trees.OfConversationAsync(id, ct))).RequirePermission(Permission.Read);
        routes.MapGet("/api/behaviour/trace/{id}", (string id, TreeReader trees, CancellationToken ct) =>
            ReadAsync("trace", id, trees.OfTraceAsync(id, ct))).RequirePermission(Permission.Read);
        routes.MapGet("/api/behaviour/conversation/{id}", (string id, TreeReader trees, CancellationToken ct) =>
            ReadAsync("conversation", id, trees.OfConversationAsync(id, ct))).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ShowAsync(string noun, string id, Task<ReadTree> reading)
    {
        var view = new TreeView(noun, id, await reading);
        return IsNothing(view.Read) ? Problems.NotFound($"{noun} {id}") : TreePage.With(view);
    }

    private static async Task<IResult> ReadAsync(string noun, string id, Task<ReadTree> reading)
    {
        var read = await reading;
        if (IsNothing(read))
            return Problems.NotFound($"{noun} {id}");
        return Results.Ok(new
        {
            nodes = read.Tree.Nodes.Select(node => new
            {
                address = node.Found.Address,
                deployment = node.Found.Name,
                node.Depth,
                node.IsOrphan,
                observation = JsonSerializer.Deserialize<JsonElement>(node.Found.Line.Span),
            }),
            read.IsCut,
            searchedBackTo = read.BackTo,
            retiredSegments = read.Retired,
        });
    }

    /// <summary>Where something is retired or not searched, nothing found is not the same as nothing there.</summary>
    private static bool IsNothing(ReadTree read) =>
        read.Tree.Nodes.Count == 0 && read.Retired == 0 && read.BackTo is null;
}
