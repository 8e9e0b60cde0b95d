namespace Edge.Testing;

/// <summary>The folder of Edge.sln, found from the place of the test assembly.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The text of a file, by its path from the folder.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folder, .. path]));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no Edge.sln above {AppContext.BaseDirectory}");
    }
}
