using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin.Console;

public sealed class ServersPageTests
{
    [Fact]
    public async Task Tools_that_were_dropped_from_a_list_are_on_the_page_with_the_reason()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        edge.Server.Answer = (context, _) => ScriptedServer.Json(
            context, """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"allowed"},{"name":"<b>ctx:get-docs"},{"name":"allowed"}]}}""");
        await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");

        var page = await edge.AdminSendAsync("GET", "/servers", "", Operators.Bearer(Operators.Viewer), "Accept: text/html");
        Assert.Equal(200, page.Status);
        Assert.Contains(
            "the tool <code>&lt;b&gt;ctx:get-docs</code>, because it has a name that is not made of 1 to 128 letters, digits, underscores, "
                + "dots, slashes and hyphens",
            page.Text, StringComparison.Ordinal);
        Assert.Contains("the tool <code>allowed</code>, because it repeats a name", page.Text, StringComparison.Ordinal);
    }
}
