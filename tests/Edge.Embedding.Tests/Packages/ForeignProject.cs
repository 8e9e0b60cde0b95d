using System.Text.RegularExpressions;

namespace Edge.Embedding.Tests.Packages;

/// <summary>
/// A project outside of the tree that takes Edge from the packages, with a package cache of its own. Other packages come from the machine's
/// cache, where the restore of this repository put them, so that no registry is asked.
/// </summary>
internal sealed partial class ForeignProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-foreign-");

    /// <summary>The project's folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Where its packages are unpacked.</summary>
    public string Cache => Path.Combine(Folder, "cache");

    /// <summary>
    /// Writes a web application that refers to packages, with the files that a page shows; of a file that it shows twice, the second.
    /// </summary>
    public static async Task<ForeignProject> CreateAsync(PackedPackages packages, string page, params (string Id, string Version)[] used)
    {
        var project = new ForeignProject();
        await project.WriteAsync("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>cache</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", used.Select(package =>
                    $"""<PackageReference Include="{package.Id}" Version="{package.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
        await project.WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{packages.Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="machine" value="{await MachineCacheAsync()}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        foreach (Match block in FileBlock().Matches(page))
            await project.WriteAsync(block.Groups["file"].Value, block.Groups["text"].Value);
        return project;
    }

    /// <summary>Restores and builds it.</summary>
    public Task BuildAsync() => DotnetCommand.RunAsync(Folder, "build", "-v", "quiet", "-o", "out");

    /// <summary>Starts it at an address, with settings from the environment.</summary>
    public ChildProgram Start(Uri address, params (string Key, string Value)[] settings) => ChildProgram.Start(
        "the application", Path.Combine(Folder, "out", "App"), [],
        settings.Append(("ASPNETCORE_URLS", address.ToString())).ToDictionary(s => s.Item1, s => s.Item2), Folder);

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> MachineCacheAsync()
    {
        var said = await DotnetCommand.RunAsync(Repository.Root, "nuget", "locals", "global-packages", "--list", "--force-english-output");
        return said[(said.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private Task WriteAsync(string name, string text)
    {
        var path = Path.Combine([Folder, .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, text);
    }

    // "`Program.cs`:", an empty line, and a fenced block.
    [GeneratedRegex("^`(?<file>[A-Za-z./]+)`:\n\n```[a-z]+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();
}
