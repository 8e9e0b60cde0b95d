using Edge.Testing;

namespace Edge.EndToEnd.Running;

/// <summary>Where things are, found from the place of the test assembly.</summary>
internal static class Repository
{
    public static string Root => RepositoryRoot.Folder;

    public static string Node { get; } = Path.Combine(Root, "tests", "Edge.EndToEnd", "node");

    /// <summary>Edge's executable, of the configuration that the tests were built in.</summary>
    public static string Edge { get; } = Path.Combine(
        Root, "src", "Edge", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "edge");
}
