namespace Edge.Embedding.Tests.Packages;

/// <summary>Where the sources are served, symbols lead to them: nothing but the remote of the clone has to be set.</summary>
public sealed class SourceLinkTests
{
    private static readonly string[] BuildFiles =
    [
        "Directory.Build.props", "Directory.Packages.props",
        "src/Directory.Build.props", "src/Directory.Build.targets", "src/Edge.Policy/Edge.Policy.csproj",
    ];

    [Fact]
    public async Task A_clone_with_a_remote_maps_its_sources_to_the_commit()
    {
        var clone = Directory.CreateTempSubdirectory("edge-clone-");
        try
        {
            foreach (var file in BuildFiles)
                Copy(file, clone.FullName);
            await GitAsync(clone, "init", "--quiet");
            await GitAsync(clone, "add", ".");
            await GitAsync(clone, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "sources");
            await GitAsync(clone, "remote", "add", "origin", "https://github.com/example/edge.git");
            var commit = (await GitAsync(clone, "rev-parse", "HEAD")).Trim();

            var project = Path.Combine(clone.FullName, "src", "Edge.Policy");
            var said = await DotnetCommand.RunAsync(
                project, "msbuild", "-t:PrepareForBuild;GenerateSourceLinkFile", "-getProperty:SourceLink");

            var map = await File.ReadAllTextAsync(Path.Combine(project, said.Trim().Replace('\\', '/')));
            Assert.Contains($"https://raw.githubusercontent.com/example/edge/{commit}/*", map, StringComparison.Ordinal);
        }
        finally
        {
            clone.Delete(recursive: true);
        }
    }

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Repository.Root, file), target);
    }

    private static async Task<string> GitAsync(DirectoryInfo folder, params string[] arguments)
    {
        await using var git = ChildProgram.Start("git", "git", arguments, folder: folder.FullName);
        Assert.Equal(0, await git.ExitAsync());
        return git.Output;
    }
}
