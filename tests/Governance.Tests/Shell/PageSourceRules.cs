using System.Text.RegularExpressions;
using Governance.Tests.House;

namespace Governance.Tests.Shell;

/// <summary>
/// What a page's source must not hold: the content policy forbids it, or no script of Blazor is there for it.
/// </summary>
public sealed partial class PageSourceRules
{
    [Fact]
    public void No_page_needs_a_script_that_does_not_exist() =>
        Offending(Interactive()).ShouldBeEmpty("pages are rendered once: htmx attributes, or a module of wwwroot/js");

    [Fact]
    public void Nothing_is_inline() =>
        Offending(Inline()).ShouldBeEmpty("the content policy forbids inline styles, scripts and handlers");

    [Fact]
    public void Scripts_evaluate_nothing_and_go_nowhere_else() =>
        Checkout.Files("src/Governance.Server/wwwroot/js", ".js")
            .Where(file => Elsewhere().IsMatch(File.ReadAllText(file)))
            .Select(Checkout.RelativeTo)
            .ShouldBeEmpty();

    private static IEnumerable<string> Offending(Regex pattern) =>
        from file in Checkout.Files("src/Governance.Server", ".razor")
        from Match match in pattern.Matches(File.ReadAllText(file))
        select $"{Checkout.RelativeTo(file)}: {match.Value}";

    [GeneratedRegex("@rendermode|@on[a-z]+=|StreamRendering|data-enhance|blazor\\.web\\.js")]
    private static partial Regex Interactive();

    [GeneratedRegex("(?<=\\s)style=|<style|<script>|<script(?![^>]*(src=|application/json))|(?<=\\s)on[a-z]+=\"")]
    private static partial Regex Inline();

    [GeneratedRegex("\\beval\\(|new Function|innerHTML|https?://")]
    private static partial Regex Elsewhere();
}
