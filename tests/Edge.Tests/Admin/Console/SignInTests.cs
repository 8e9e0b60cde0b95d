using Edge.Admin.Sessions;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>Who is let in by the sign-in.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task Wrong_tokens_of_others_keep_nobody_out()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var statuses = new List<int>();
        // Twice as many, because a minute may end meanwhile.
        for (var i = 0; i < 2 * SignInLimit.PerNetwork + 1; i++)
            statuses.Add(await SignInAsync(edge, $"edge_{i}"));
        Assert.Contains(429, statuses);
        Assert.Equal(303, await SignInAsync(edge, Operators.Approver));
    }

    private static async Task<int> SignInAsync(EdgeHost edge, string token) =>
        (await edge.AdminSendAsync("POST", "/sign-in", $"token={token}", "Content-Type: application/x-www-form-urlencoded")).Status;
}
