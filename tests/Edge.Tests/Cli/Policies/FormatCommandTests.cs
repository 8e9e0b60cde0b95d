using Xunit;

namespace Edge.Tests.Cli.Policies;

public sealed class FormatCommandTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_layout_keeps_order_and_spelling_and_leaves_comments_out()
    {
        var path = _folder.Write("a.json", """
            {"version":"1",// why
            "tools":{"b":{"require":[{"value":1.50,"path":"args.n","op":"lte",}]},"a":{}},"default":"deny"}
            """);
        Assert.Equal((1, $"{path}: would change\n", ""), await CommandLine.RunAsync("fmt", "--check", path));
        Assert.Equal((0, $"{path}: written\n", $"{path}: note: 1 comment is left out: policies have none\n"),
            await CommandLine.RunAsync("fmt", path));
        Assert.Equal(
            """
            {
              "version": "1",
              "tools": {
                "b": { "require": [{ "value": 1.50, "path": "args.n", "op": "lte" }] },
                "a": {}
              },
              "default": "deny"
            }

            """, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal((0, "", ""), await CommandLine.RunAsync("fmt", "--check", path));
    }

    [Fact]
    public async Task What_is_no_json_is_an_error_with_its_place_and_stays_as_it_is()
    {
        var path = _folder.Write("a.json", "{ \"version\" \"1\" }");
        var (code, output, error) = await CommandLine.RunAsync("fmt", path);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("a.json:1:13: error policy_json_syntax at (document): ", _folder.Clean(error), StringComparison.Ordinal);
        Assert.Equal("{ \"version\" \"1\" }", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
