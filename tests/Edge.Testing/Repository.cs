namespace Edge.Testing;

/// <summary>Where things are, found from the place of the test assembly.</summary>
public static class Repository
{
    /// <summary>The folder of Edge.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the Node programs.</summary>
    public static string Node { get; } = Path.Combine(Root, "tests", "Edge.EndToEnd", "node");

    /// <summary>The configuration that the tests were built in: <c>Debug</c> or <c>Release</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The folder below a project's in which its build is.</summary>
    public static string Output { get; } = Path.Combine("bin", Configuration, "net10.0");

    /// <summary>Edge's executable, of the configuration that the tests were built in.</summary>
    public static string Edge { get; } = Path.Combine(Root, "src", "Edge", Output, "edge");

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no Edge.sln above {AppContext.BaseDirectory}");
    }
}
