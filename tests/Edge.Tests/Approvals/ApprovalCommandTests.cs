using System.Text.Json;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What <see cref="ApprovalsPageTests"/> does not play of the commands.</summary>
[Collection(Shell.Collection)]
public sealed class ApprovalCommandTests
{
    [Theory]
    [InlineData("edge approvals approve", "Required argument 'ID' missing for command: 'approve'.")]
    [InlineData("edge approvals approve ../freezes", "Expected the id of an approval, found '../freezes'.")]
    [InlineData("edge approvals deny ID --calls 5", "error: unknown argument '--calls'")]
    [InlineData("edge approvals approve ID --calls 0", "error: Give a number of calls from 1 to 1000.")]
    [InlineData("edge approvals approve ID --minutes 1441", "error: Give a number of minutes from 1 to 1440.")]
    [InlineData("EDGE_ADMIN_TOKEN=edge_of_nobody edge approvals list",
        "error: Edge at 'URL' does not know this token: compare EDGE_ADMIN_TOKEN with the users of Edge:Admin:Users (a new user needs a "
        + "restart of Edge)")]
    public async Task A_mistake_changes_nothing_and_ends_with_code_2(string line, string message)
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var (code, output) =
            await new Shell(edge.Admin, Operators.Approver).RunAsync(line.Replace(" ID", $" {id}", StringComparison.Ordinal));
        Assert.Equal((2, message), (code, output.Split('\n')[0].Replace(edge.Admin.AbsoluteUri, "URL", StringComparison.Ordinal)));
        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(id)).State);
    }

    [Fact]
    public async Task What_cannot_be_answered_ends_with_code_1_and_what_may_not_with_code_2()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var shell = new Shell(edge.Admin, Operators.Approver);
        Assert.Equal((1, "error: There is no such approval: GET /api/approvals says which there are.\n"),
            await shell.RunAsync("edge approvals show 01ABC"));
        Assert.Equal(1, (await shell.RunAsync("edge approvals deny 01ABC")).Code);
        Assert.Equal((2, "error: This needs the role 'approver'; 'vera' has the role 'viewer'.\n"),
            await new Shell(edge.Admin, Operators.Viewer).RunAsync($"edge approvals approve {id}"));
        Assert.Equal(0, (await shell.RunAsync($"edge approvals approve {id}")).Code);
        Assert.Equal(1, (await shell.RunAsync($"edge approvals approve {id}")).Code);
    }

    [Fact]
    public async Task Programs_get_what_the_API_answers()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var shell = new Shell(edge.Admin, Operators.Approver);
        var asViewer = Operators.Bearer(Operators.Viewer);
        Assert.Equal((0, (await edge.AdminAsync("GET", "/api/approvals?state=pending", asViewer)).Text + "\n"),
            await shell.RunAsync("edge approvals list --json"));
        Assert.Equal((0, (await edge.AdminAsync("GET", $"/api/approvals/{id}", asViewer)).Text + "\n"),
            await shell.RunAsync($"edge approvals show {id} --json"));
        var (_, denied) = await shell.RunAsync($"edge approvals deny {id} --json");
        Assert.Equal("denied", JsonDocument.Parse(denied).RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Nothing_that_others_wrote_reaches_the_terminal_as_it_is()
    {
        await using var edge = await ApprovalPlay.StartAsync(
            ApprovalPlay.Policy.Replace("it costs money", "it \\u001b[31mcosts\\u202e", StringComparison.Ordinal));
        var id = await edge.AskAsync(ApprovalPlay.Buy().Replace("\"n\":1", "\"n\\u001b[2J\":\"\\u202e\\u200b\"", StringComparison.Ordinal));
        var (_, output) = await new Shell(edge.Admin, Operators.Viewer).RunAsync($"edge approvals show {id}");
        Assert.Contains("it \\u001b[31mcosts\\u202e", output, StringComparison.Ordinal);
        Assert.Contains("\"n\\u001b[2J\": \"\\u202e\\u200b\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => c != '\n'
            && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
    }
}
