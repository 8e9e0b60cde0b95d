using Edge.Mcp;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Mcp;

public sealed class WireOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_design_and_pass()
    {
        var options = new WireOptions();

        Assert.Equal(22_020_096, options.MaxRequestBytes);
        Assert.Equal(268_435_456, options.MaxBufferedBytes);
        Assert.Equal(TimeSpan.FromSeconds(30), options.BodyTimeout);
        Assert.Equal(TimeSpan.FromMinutes(6), options.CallTimeout);
        Assert.True(new WireOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("tool_error", nameof(DenyStyle.ToolError))]
    [InlineData("rpc_error", nameof(DenyStyle.RpcError))]
    [InlineData("unknown_tool", nameof(DenyStyle.UnknownTool))]
    [InlineData("http", nameof(DenyStyle.Http))]
    public void Everything_binds_as_the_configuration_spells_it(string style, string expected)
    {
        var options = Bind(
            ("DenyStyle", style), ("MaxRequestBytes", "5"), ("MaxBufferedBytes", "20"), ("BodyTimeout", "00:00:05"),
            ("AllowedOrigins:0", "https://a.example"), ("Revisions:0", "2026-07-28"));

        Assert.Equal(expected, options.DenyStyle.ToString());
        Assert.Equal(5, options.MaxRequestBytes);
        Assert.Equal(TimeSpan.FromSeconds(5), options.BodyTimeout);
        Assert.Equal(["https://a.example"], options.AllowedOrigins);
        Assert.Equal(["2026-07-28"], options.Revisions);
        Assert.True(new WireOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void An_unknown_deny_style_says_which_there_are()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Bind(("DenyStyle", "Tool_Error")));

        Assert.Equal(
            "unknown deny style 'Tool_Error'; expected 'tool_error', 'rpc_error', 'unknown_tool' or 'http'", error.InnerException!.Message);
    }

    [Fact]
    public void Everything_that_cannot_work_is_said_at_once()
    {
        var options = new WireOptions { MaxRequestBytes = 0, MaxBufferedBytes = -1, BodyTimeout = TimeSpan.Zero, CallTimeout = -TimeSpan.FromSeconds(1) };
        options.AllowedOrigins.Add("*");
        options.AllowedOrigins.Add("https://a.example/");
        options.Revisions.Add("");

        Assert.Equal(
            [
                "Edge:Wire:MaxRequestBytes: expected at least 1, found 0",
                "Edge:Wire:BodyTimeout: expected more than zero, found 00:00:00",
                "Edge:Wire:CallTimeout: expected more than zero, found -00:00:01",
                "Edge:Wire:AllowedOrigins: expected an origin such as 'https://app.example.com', found '*'",
                "Edge:Wire:AllowedOrigins: expected an origin such as 'https://app.example.com', found 'https://a.example/'",
                "Edge:Wire:Revisions: expected a revision such as '2026-07-28', found ''",
            ],
            new WireOptionsValidator().Validate(null, options).Failures!);

        options = new WireOptions { MaxBufferedBytes = 4 * 22_020_096 - 1 };
        Assert.Equal(
            ["Edge:Wire:MaxBufferedBytes: expected at least four times MaxRequestBytes, because one client address may hold a quarter; found 88080383"],
            new WireOptionsValidator().Validate(null, options).Failures!);
    }

    private static WireOptions Bind(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build().Get<WireOptions>()!;
}
