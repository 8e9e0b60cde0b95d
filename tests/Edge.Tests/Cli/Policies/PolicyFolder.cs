namespace Edge.Tests.Cli.Policies;

/// <summary>A temporary folder with a policy.</summary>
internal sealed class PolicyFolder : IDisposable
{
    private const string Policy = """
        {
          "version": "1",
          "default": "deny",
          "hide": ["delete-pod"],
          "tools": {
            "list-pods": { "limits": [{ "counter": "reads", "window": "1m", "max": 2 }] },
            "create-pod": {
              "require": [
                { "path": "args.count", "op": "lte", "value": 2 },
                { "path": "args.gpu", "op": "in", "value": ["A40", "L4"] }
              ]
            },
            "stop-pod": { "action": "require_approval" }
          }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-policies-");

    public PolicyFolder() => Write("runpod.json", Policy);

    /// <summary>The path of a file in it.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>Output without the folder's path.</summary>
    public string Clean(string output) => output.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
