using System.Buffers;
using System.Text;
using Governance.Server.Rollouts.Decisions;

namespace Governance.Tests.Rollouts;

public sealed class OfrepRequestTests
{
    [Theory]
    [InlineData("""{"context":{"targetingKey":"user-1"}}""")]
    [InlineData("""{"context":{"plan":"pro","deep":{"targetingKey":"no"},"targetingKey":"user-1","list":[1,2]}}""")]
    [InlineData("""{"more":[{"context":{}}],"context":{"targetingKey":"user-1"}}""")]
    public void The_targeting_key_is_found_among_everything_else(string body) =>
        Parse(body).ShouldBe(new OfrepRequest("user-1", null));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"context":{"targetingKey":"user-1"}""")]
    [InlineData("""{"context":{"targetingKey":"user-1"}} x""")]
    [InlineData("not json")]
    public void What_is_no_json_object_is_a_parse_error(string body) =>
        Parse(body).ErrorCode.ShouldBe(OfrepRequest.ParseError);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"context":{}}""")]
    [InlineData("""{"context":{"targetingKey":""}}""")]
    [InlineData("""{"context":{"targetingKey":7}}""")]
    public void Without_a_targeting_key_nobody_can_be_placed(string body) =>
        Parse(body).ErrorCode.ShouldBe(OfrepRequest.TargetingKeyMissing);

    [Theory]
    [InlineData("""{"context":"user-1"}""")]
    [InlineData("""{"context":[]}""")]
    [InlineData("""{"context":null}""")]
    public void A_context_is_an_object(string body) => Parse(body).ErrorCode.ShouldBe(OfrepRequest.InvalidContext);

    private static OfrepRequest Parse(string body) =>
        OfrepRequest.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
}
