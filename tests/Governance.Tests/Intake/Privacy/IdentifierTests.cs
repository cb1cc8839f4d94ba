using Governance.Server.Intake.Privacy;

namespace Governance.Tests.Intake.Privacy;

/// <summary>What a sender may choose freely is kept only where it has the form of an identifier.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("gpt-4o-2024-08-06")]
    [InlineData("workers-ai/@cf/meta/llama-3.1-8b-instruct")]
    [InlineData("Refund desk (EU)")]
    [InlineData("agent@v2.1")]
    [InlineData("größe / 尺寸")]
    public void A_label_is_kept(string text) => Identifier.IsLabel(text).ShouldBeTrue();

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("agent of <ada.l@mail.example.org>")]
    [InlineData("please refund my order because it never came to me")]
    public void Prose_and_addresses_are_not(string text) => Identifier.IsLabel(text).ShouldBeFalse();

    [Theory]
    [InlineData("http.request.header.x-id", true)]
    [InlineData("locale", true)]
    [InlineData("two words", false)]
    [InlineData("ada@example.com", false)]
    [InlineData("größe", false)]
    [InlineData("", false)]
    [InlineData("9lives", false)]
    public void A_name_has_the_form_of_a_name(string text, bool isName) =>
        Identifier.IsName(text).ShouldBe(isName);

    [Fact]
    public void A_name_is_short() => Identifier.IsName(new string('a', Identifier.MaxName + 1)).ShouldBeFalse();
}
