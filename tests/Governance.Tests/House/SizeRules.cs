using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Governance.Tests.House;

/// <summary>A file holds one duty and a method one thought; these numbers are where that starts to be untrue.</summary>
public sealed class SizeRules
{
    private const int SourceLines = 300;
    private const int TestLines = 500;
    private const int RazorLines = 200;
    private const int MethodLines = 70;
    private const int LineWidth = 120;

    [Fact]
    public void No_source_file_is_longer_than_its_duty() => TooLong("src", SourceLines, ".cs")
        .Concat(TooLong("src", RazorLines, ".razor"))
        .Concat(TooLong("tests", TestLines, ".cs"))
        .ShouldBeEmpty();

    [Fact]
    public void No_method_is_longer_than_a_screen()
    {
        var long_methods =
            from file in Checkout.Files("src", ".cs").Concat(Checkout.Files("tests", ".cs"))
            let tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file))
            from method in tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
            let span = tree.GetLineSpan(method.Span)
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MethodLines
            select $"{Checkout.RelativeTo(file)}:{span.StartLinePosition.Line + 1}: a method of {lines} lines; "
                + $"the limit is {MethodLines}: find the second thought and name it.";
        long_methods.ShouldBeEmpty();
    }

    [Fact]
    public void No_line_runs_past_the_edge()
    {
        var wide =
            from file in Checkout.Files("src", ".cs", ".razor").Concat(Checkout.Files("tests", ".cs"))
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where line.text.Length > LineWidth
            select $"{Checkout.RelativeTo(file)}:{line.number}: {line.text.Length} characters; break the line.";
        wide.ShouldBeEmpty();
    }

    private static IEnumerable<string> TooLong(string folder, int limit, string extension) =>
        from file in Checkout.Files(folder, extension)
        let lines = File.ReadLines(file).Count()
        where lines > limit
        select $"{Checkout.RelativeTo(file)}: {lines} lines; the limit is {limit}: give the second duty its own file.";
}
