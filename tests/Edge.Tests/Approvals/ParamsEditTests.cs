using System.Text;
using Edge.Gateway.Approvals;
using Edge.Gateway.Enforcement.Reading;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class ParamsEditTests
{
    [Theory]
    [InlineData("""{"name":"t","requestState":"E","inputResponses":{"edge.approval":{"action":"accept"}}}""", """{"name":"t"}""")]
    [InlineData("""{"requestState":"E","inputResponses":{"edge.approval":{"action":"accept"}},"name":"t"}""", """{"name":"t"}""")]
    [InlineData("""{"inputResponses":{"edge.approval":{"action":"accept"}},"name":"t","requestState":"E"}""", """{"name":"t"}""")]
    [InlineData("""{ "name" : "t" , "requestState" : "E" , "arguments" : { "requestState" : 1 , "a" : 1.50 } }""",
        """{"name" : "t","arguments" : { "requestState" : 1 , "a" : 1.50 }}""")]
    [InlineData("""{"inputResponses":{"a":1,"edge.approval":{"action":"accept"},"b" : 2.0},"requestState":"E"}""",
        """{"inputResponses":{"a":1,"b" : 2.0}}""")]
    [InlineData("""{"input\u0052esponses":{"edge\u002eapproval":{}},"request\u0053tate":"E","name":"t"}""", """{"name":"t"}""")]
    [InlineData("""{"requestState":"E"}""", "{}")]
    public void Edge_s_part_is_cut_out_and_every_other_byte_stays(string parameters, string left) => Assert.Equal(left, Cut(parameters));

    [Theory]
    [InlineData("""{"name":"t","requestState":"E","inputResponses":{"edge.approval":{"action":"accept"}}}""",
        """{"name":"t","requestState":"server\u0020state","inputResponses":{"q":{"action":"accept"}}}""")]
    [InlineData("""{"requestState":"E","name":"t"}""",
        """{"requestState":"server\u0020state","name":"t","inputResponses":{"q":{"action":"accept"}}}""")]
    public void What_was_taken_along_is_put_back_byte_for_byte(string parameters, string left) =>
        Assert.Equal(left, Cut(parameters, "\"server\\u0020state\"", """{"q":{"action":"accept"}}"""));

    [Theory]
    [InlineData("""{"requestState":"E","inputResponses":{"edge.approval":{},"other":{}}}""", """{"q":1}""")]
    [InlineData("""{"requestState":"E","inputResponses":[]}""", "")]
    [InlineData("""{"requestState":"E","inputResponses":null}""", "")]
    public void What_is_not_clear_is_refused(string parameters, string responses) => Assert.Null(Cut(parameters, "", responses));

    [Theory]
    [InlineData("""{"action":"accept"}""", true)]
    [InlineData("""{"action":"decline"}""", false)]
    [InlineData("""{"action":"cancel"}""", false)]
    [InlineData("""{"action":1}""", false)]
    [InlineData("\"accept\"", false)]
    [InlineData("{}", false)]
    public void Only_an_accept_is_worth_waiting_for(string response, bool accepted)
    {
        Cut($$$"""{"requestState":"E","inputResponses":{"edge.approval":{{{response}}}}}""", "", "", out var found);
        Assert.Equal(accepted, found);
    }

    private static string? Cut(string parameters, string state = "", string responses = "") => Cut(parameters, state, responses, out _);

    private static string? Cut(string parameters, string state, string responses, out bool accepted)
    {
        const string Before = """{"jsonrpc":"2.0", "id":7,"method":"tools/call","params":""";
        const string After = """ }""";
        var call = new SealedCall
        {
            Grant = "g",
            Server = "s",
            Digest = "d",
            Rule = "r",
            ExpiresAt = default,
            ServerState = Encoding.UTF8.GetBytes(state),
            ServerResponses = Encoding.UTF8.GetBytes(responses),
        };
        var body = Encoding.UTF8.GetBytes(Before + parameters + After);
        var left = ParamsEdit.WithoutQuestion(body, Before.Length, Encoding.UTF8.GetByteCount(parameters), call, out accepted);
        if (left is null)
            return null;
        var text = Encoding.UTF8.GetString(left);
        Assert.StartsWith(Before, text, StringComparison.Ordinal);
        Assert.EndsWith(After, text, StringComparison.Ordinal);
        return text[Before.Length..^After.Length];
    }
}
