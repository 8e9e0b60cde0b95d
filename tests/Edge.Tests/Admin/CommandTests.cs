using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>
/// The commands that stop a running Edge, run in this process against it. <see cref="DocumentTests"/> has the good cases.
/// </summary>
[Collection(Shell.Collection)]
public sealed class CommandTests
{
    [Theory]
    [InlineData("edge freeze --grant a --server b", "Give --grant or --server, not both.")]
    [InlineData("edge freeze --list --grant a", "Give --list alone.")]
    [InlineData("edge freeze --list --thaw", "Give --list alone.")]
    [InlineData("edge freeze --grant", "Required argument missing for option: '--grant'.")]
    [InlineData("edge freeze --grnt a", "error: unknown argument '--grnt' (did you mean '--grant'?)")]
    [InlineData("edge freeze ci-agent", "error: unknown argument 'ci-agent'")]
    [InlineData("edge freez", "error: unknown command 'freez' (did you mean 'freeze'?)")]
    [InlineData("edge user new anna", "Option '--role' is required.")]
    [InlineData("edge user new \"an na\" --role admin",
        "Expected 1 to 64 letters, digits, '.', '_', '-' and '@', the first a letter or digit, as the user's name, found 'an na'.")]
    [InlineData("edge freeze --admin-url nowhere",
        "error: expected an address such as 'http://127.0.0.1:8081' in --admin-url, found 'nowhere'")]
    [InlineData("EDGE_ADMIN_TOKEN=edge_é edge freeze", "error: EDGE_ADMIN_TOKEN holds characters that no token has")]
    public async Task A_mistake_on_the_command_line_changes_nothing_and_ends_with_code_2(string line, string message)
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var (code, output) = await new Shell(edge.Admin, Operators.Admin).RunAsync(line);
        Assert.Equal(2, code);
        Assert.Equal(message, output.Split('\n')[0]);
        Assert.Equal("""{"surviveRestart":false,"freezes":[]}""",
            (await edge.AdminAsync("GET", "/api/freezes", Operators.Bearer(Operators.Viewer))).Text);
    }

    [Theory]
    [InlineData(Operators.Approver, "error: This needs the role 'admin'; 'paul' has the role 'approver'.")]
    [InlineData("edge_of_nobody",
        "error: Edge at 'URL' does not know this token: compare EDGE_ADMIN_TOKEN with the users of Edge:Admin:Users (a new user needs a "
        + "restart of Edge)")]
    public async Task Who_may_not_is_told_why(string token, string message)
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var (code, output) = await new Shell(edge.Admin, token).RunAsync("edge freeze");
        Assert.Equal((2, message + "\n"), (code, output.Replace(edge.Admin.AbsoluteUri, "URL", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_edge_that_is_not_there_is_named()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        Assert.Equal(
            (2, $"error: Edge cannot be reached at '{address}': Connection refused (is it running? --admin-url or EDGE_ADMIN_URL names "
                + $"another address)\n"),
            await new Shell(address, Operators.Admin).RunAsync("edge freeze"));
    }

    [Theory]
    [InlineData(200, "text/html", "<html>")]
    [InlineData(200, "application/json", "{\"a\":1}")]
    [InlineData(404, "application/json", "{}")]
    [InlineData(302, "application/json", "{}")]
    public async Task Something_else_at_the_address_is_not_taken_for_edge(int status, string type, string body)
    {
        await using var other = await ScriptedServer.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        });
        var shell = new Shell(other.Address, Operators.Admin);
        foreach (var line in new[] { "edge freeze", "edge freeze --list", "edge freeze --thaw" })
        {
            Assert.Equal(
                (2, $"error: what answers at '{other.Address}' is not the admin port of an Edge (Edge:Admin:Url names it)\n"),
                await shell.RunAsync(line));
        }
    }

    [Fact]
    public async Task The_token_of_a_new_user_is_the_one_whose_hash_is_printed()
    {
        await using var edge = await EdgeHost.StartAsync();
        var (code, output) = await new Shell(edge.Admin, "none").RunAsync("edge user new paul@example.com --role approver");
        Assert.Equal(0, code);
        var token = Regex.Match(output, "^(edge_[A-Za-z0-9_-]{43})\n").Groups[1].Value;
        using var entry = JsonDocument.Parse(output.Split('\n').Single(line => line.Contains('{', StringComparison.Ordinal)));
        Assert.Equal(
            ("paul@example.com", AccessToken.HashText(token), "approver"),
            (entry.RootElement.GetProperty("name").GetString(), entry.RootElement.GetProperty("tokenHash")
                .GetString(), entry.RootElement.GetProperty("role").GetString()));
        Assert.Single(Regex.Matches(output, Regex.Escape(token)));
    }
}
