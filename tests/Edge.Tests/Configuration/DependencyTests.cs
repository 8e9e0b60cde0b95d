using System.Text.Json;
using System.Xml.Linq;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>
/// What Edge is built from is named exactly: each package with its version and the hash of its content, and none with an address.
/// </summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string> Versions = XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion").ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);

    public static TheoryData<string> Projects =>
    [
        .. from folder in (string[])["src", "tests"]
           from file in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj",
           new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
           select Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_package_of_a_project_is_locked(string project)
    {
        var text = Repository.Read(project, "packages.lock.json");
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        var packages = json.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project").ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, package =>
        {
            Assert.Equal(64, Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length);
            if (package.Value.GetProperty("type").GetString() == "Direct")
                Assert.Equal(Versions[package.Name], package.Value.GetProperty("resolved").GetString());
        });
    }

    [Fact]
    public void Every_version_is_exact() =>
    Assert.All(Versions.Values, version => Assert.Matches(@"^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$", version));

    // A package that refers to a pre-release cannot be packed without a warning: only the program may.
    [Fact]
    public void The_exporter_for_Prometheus_is_the_only_pre_release() =>
        Assert.Equal("OpenTelemetry.Exporter.Prometheus.AspNetCore",
        Assert.Single(Versions, version => version.Value.Contains('-', StringComparison.Ordinal)).Key);

    [Fact]
    public void Every_npm_package_of_the_tests_is_locked()
    {
        using var json = JsonDocument.Parse(Repository.Read("tests", "Edge.EndToEnd", "node", "package-lock.json"));
        var packages = json.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, package =>
        {
            Assert.StartsWith("sha", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
            Assert.False(package.Value.TryGetProperty("resolved", out _), package.Name);
        });
    }

    [Fact]
    public void The_tests_refuse_what_differs_from_the_locks() =>
    Assert.Contains("dotnet restore Edge.sln -v quiet --locked-mode", Repository.Read("Makefile"), StringComparison.Ordinal);
}
