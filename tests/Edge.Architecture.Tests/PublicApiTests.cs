using System.Reflection;
using System.Runtime.CompilerServices;
using Edge.Testing;
using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>
/// What other applications can use is written down. The build compares every member (PublicApiAnalyzers); these tests also run where the
/// analyzers are off.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. Projects.References.Keys.Where(project => project != "Edge")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_public_type_of_a_library_is_listed(string project)
    {
        var listed = Repository.Read("src", project, "PublicAPI.Shipped.txt").Split('\n')
            .Concat(Repository.Read("src", project, "PublicAPI.Unshipped.txt").Split('\n')).ToHashSet(StringComparer.Ordinal);
        var types = Assembly.Load(project).GetExportedTypes().Select(type => type.FullName!.Replace('+', '.')).ToList();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Contains(type, listed));
    }

    [Fact]
    public void Internals_are_visible_to_this_repository_only()
    {
        var own = Projects.References.Keys.Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "tests"))
            .Select(folder => Path.GetFileName(folder)!)).Append("edge").ToHashSet(StringComparer.Ordinal);

        Assert.All(
            Projects.Assemblies.SelectMany(assembly => assembly.GetCustomAttributes<InternalsVisibleToAttribute>()),
            friend => Assert.Contains(friend.AssemblyName, own));
    }
}
