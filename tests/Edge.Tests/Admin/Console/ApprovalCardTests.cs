using Edge.Policy.Approvals;
using Edge.Tests.Approvals;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>What a person is shown of a call that waits, and can press.</summary>
public sealed class ApprovalCardTests
{
    private const string Button = "<button class=\"give\">";

    [Theory]
    [InlineData(10, true)]
    [InlineData(ApprovalLimits.MaxListedArguments, false)]
    public async Task Nobody_agrees_to_arguments_that_are_not_shown(int length, bool isAnsweredInTheList)
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var call = ApprovalPlay.Buy().Replace("\"n\":1", $"\"note\":\"{new string('x', length)}\",\"end\":true", StringComparison.Ordinal);
        var id = await edge.AskAsync(call);
        var (cookie, _) = await edge.SignInAsync(Operators.Approver, "/approvals");
        Assert.Equal(isAnsweredInTheList,
            (await edge.AdminAsync("GET", "/approvals", cookie, "Accept: text/html")).Text.Contains(Button, StringComparison.Ordinal));
        var alone = (await edge.AdminAsync("GET", $"/approvals/{id}", cookie, "Accept: text/html")).Text;
        Assert.Contains(Button, alone, StringComparison.Ordinal);
        Assert.Contains("&quot;end&quot;: true", alone, StringComparison.Ordinal);
    }
}
