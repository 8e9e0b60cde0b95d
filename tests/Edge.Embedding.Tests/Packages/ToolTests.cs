namespace Edge.Embedding.Tests.Packages;

/// <summary>The program as a .NET tool.</summary>
[Collection(PackagesCollection.Name)]
public sealed class ToolTests(PackedPackages packages)
{
    [Fact]
    public async Task The_tool_is_installed_from_its_package_and_checks_a_policy()
    {
        var folder = Directory.CreateTempSubdirectory("edge-tool-");
        try
        {
            var tools = Path.Combine(folder.FullName, "tools");
            await DotnetCommand.RunAsync(
                folder.FullName, "tool", "install", PackedPackages.Tool, "--version", PackedPackages.Version,
                "--tool-path", tools, "--source", packages.Folder);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mine.json"), """{ "version": "1", "default": "deny" }""");

            Assert.StartsWith(PackedPackages.Version, await RunAsync("version"), StringComparison.Ordinal);
            Assert.StartsWith("mine.json: valid", await RunAsync("check", "mine.json"), StringComparison.Ordinal);
            // Without settings in the working folder, the shipped ones with the shipped policies are the ones that are checked.
            Assert.Contains("valid", await RunAsync("check"), StringComparison.Ordinal);

            async Task<string> RunAsync(params string[] arguments)
            {
                await using var edge = ChildProgram.Start("edge", Path.Combine(tools, "edge"), arguments, folder: folder.FullName);
                Assert.Equal(0, await edge.ExitAsync());
                return edge.Output;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
