using Edge.Testing;
using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>Projects reference each other as agreed, and a package reaches only the project that it is meant for.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Every_project_is_listed()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => Path.GetFileName(d)!);

        Assert.Equal(Projects.References.Keys, folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_project_references_no_project_that_it_may_not()
    {
        var forbidden = from project in Projects.References
                        from reference in Projects.ReferencesOf(project.Key)
                        where !project.Value.Contains(reference, StringComparer.Ordinal)
                        select $"{project.Key} -> {reference}";

        Assert.Empty(forbidden);
    }

    [Fact]
    public void A_package_is_referenced_by_its_owner_alone()
    {
        var forbidden = from project in Projects.References.Keys
                        from package in Projects.Items(project, "PackageReference")
                        where Projects.PackageOwners.TryGetValue(package, out var owner) && owner != project
                        select $"{project} -> {package}";

        Assert.Empty(forbidden);
    }
}
