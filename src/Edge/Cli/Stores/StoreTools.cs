using Edge.Gateway.Keys;
using Edge.Startup;

namespace Edge.Cli.Stores;

/// <summary>The tool for the store that the settings name.</summary>
internal static class StoreTools
{
    /// <summary>Reads the settings as a start would.</summary>
    /// <exception cref="Edge.Gateway.Settings.StartupException">They have mistakes.</exception>
    public static IStoreTool Create(string[] settings)
    {
        var builder = EdgeApplication.CreateBuilder(settings);
        var root = builder.Environment.ContentRootPath;
        var read = EdgeSettings.Read(builder.Configuration);
        return read.Store.Kind switch
        {
            StoreKind.Memory => new MemoryStoreTool(),
            StoreKind.Sqlite => new SqliteStoreTool(read.Store.Path, Path.GetFullPath(read.Store.Path, root)),
            StoreKind.Postgres => new PostgresStoreTool(
                read.Store.Postgres, () => KeyFile.Load(root, read.KeyFile, create: false).Fingerprints),
            _ => throw new InvalidOperationException($"The kind {read.Store.Kind} has no tool."),
        };
    }
}
