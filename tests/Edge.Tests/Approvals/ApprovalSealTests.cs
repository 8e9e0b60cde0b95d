using System.Text;
using Edge.Gateway.Approvals;
using Edge.Gateway.Keys;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class ApprovalSealTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly SealedCall Call = new()
    {
        Grant = "alice",
        Server = "runpod",
        Digest = "d",
        Rule = "/tools/x/approval",
        ExpiresAt = new DateTimeOffset(2026, 11, 20, 10, 30, 0, TimeSpan.Zero),
        ServerState = Encoding.UTF8.GetBytes("\"state\""),
        ServerResponses = Encoding.UTF8.GetBytes("{}"),
    };

    [Fact]
    public void What_was_closed_opens_and_says_nothing_closed()
    {
        var seal = new ApprovalSeal(new EdgeKeys([Old]));
        var text = seal.Close(Call);
        Assert.True(seal.IsOurs(text));
        var open = seal.Open(text)!;
        Assert.Equal(Call with { ServerState = default, ServerResponses = default },
            open with { ServerState = default, ServerResponses = default });
        Assert.Equal("\"state\"", Encoding.UTF8.GetString(open.ServerState.Span));
        Assert.Equal("{}", Encoding.UTF8.GetString(open.ServerResponses.Span));
        Assert.NotEqual(text, seal.Close(Call));
        Assert.DoesNotContain("alice", Encoding.Latin1.GetString(Convert.FromBase64String(Padded(text))), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_changed_about_it_it_does_not_open()
    {
        var seal = new ApprovalSeal(new EdgeKeys([Old]));
        var text = seal.Close(Call);
        var start = text.LastIndexOf('.') + 1;
        for (var i = start; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            // The last character of base64 may have bits that mean nothing: .NET refuses those that are set.
            Assert.Null(seal.Open(changed));
        }

        Assert.Null(seal.Open(text[..^4]));
        Assert.Null(seal.Open(text[..start]));
        Assert.Null(seal.Open(text + "AAAA"));
        Assert.Null(seal.Open(text[..start] + "!!!"));
    }

    [Fact]
    public void Each_key_of_the_file_opens_and_the_first_closes()
    {
        var before = new ApprovalSeal(new EdgeKeys([Old])).Close(Call);
        var both = new ApprovalSeal(new EdgeKeys([New, Old]));
        Assert.NotNull(both.Open(before));
        Assert.NotNull(new ApprovalSeal(new EdgeKeys([New])).Open(both.Close(Call)));
    }

    [Fact]
    public void What_another_Edge_made_is_somebody_else_s_state()
    {
        var other = new ApprovalSeal(new EdgeKeys([New])).Close(Call);
        var seal = new ApprovalSeal(new EdgeKeys([Old]));
        Assert.False(seal.IsOurs(other));
        Assert.False(seal.IsOurs("edge."));
        Assert.False(seal.IsOurs("a server's own"));
        Assert.Null(seal.Open(other));
    }

    private static string Padded(string text)
    {
        var data = text[(text.LastIndexOf('.') + 1)..].Replace('-', '+').Replace('_', '/');
        return data.PadRight((data.Length + 3) / 4 * 4, '=');
    }
}
