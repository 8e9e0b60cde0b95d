using Edge.Tests.Approvals;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>
/// What a session's cookie is good for alone. Browsers send it to whatever answers at any port of the host: an agent on the same machine
/// gets it once a signed-in person opens a page of the agent's.
/// </summary>
public sealed class SessionWordTests
{
    private static readonly string[] Form = ["Content-Type: application/x-www-form-urlencoded", "Accept: text/html"];

    [Fact]
    public async Task With_the_cookie_alone_nobody_learns_the_word_that_approves()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Policy);
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var (cookie, word) = await edge.SignInAsync(Operators.Approver, "/approvals");
        foreach (var path in new[] { "/approvals", $"/approvals/{id}", "/decisions", "/policies/test/edit", "/sign-in", "/nowhere",
            "/api/users/me", "/api/approvals" })
            Assert.DoesNotContain(word, (await edge.AdminAsync("GET", path, cookie, "Accept: text/html")).Text);

        Assert.Equal(403, (await edge.AdminSendAsync("POST", $"/approvals/{id}/approve", "csrf=", [cookie, .. Form])).Status);
        Assert.Equal(403,
            (await edge.AdminSendAsync("POST", $"/api/approvals/{id}/approve", "{}", cookie, "Content-Type: application/json")).Status);
        Assert.Equal(303, (await edge.AdminSendAsync("POST", $"/approvals/{id}/approve", $"csrf={word}", [cookie, .. Form])).Status);
    }

    [Fact]
    public async Task The_word_stands_behind_the_address_once_whatever_was_asked_for()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var (_, word) = await edge.SignInAsync(Operators.Approver, "/approvals%23word=invented");
        Assert.Equal(43, word.Length);
    }
}
