using Edge.Testing;

namespace Edge.EndToEnd.Running;

/// <summary>Edge as its users start it: the built program, the shipped appsettings.json, and environment variables over it.</summary>
internal sealed class EdgeProgram : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ChildProgram _program;
    private readonly string _listener;

    private EdgeProgram(DirectoryInfo folder, ChildProgram program, string listener)
    {
        _folder = folder;
        _program = program;
        _listener = listener;
    }

    /// <summary>Where clients connect, unless the listener's address was given as none.</summary>
    public Uri Url => new(new Uri(_listener), "/mcp");

    /// <summary>The process, as the system names it.</summary>
    public int ProcessId => _program.Id;

    public string Output => _program.Output;

    /// <summary>How many inotify instances it holds, of the 128 that a user has.</summary>
    public int InotifyInstances => Directory.GetFiles($"/proc/{ProcessId}/fd")
        .Count(file => new FileInfo(file).LinkTarget?.Contains("inotify", StringComparison.Ordinal) == true);

    /// <summary>The folder of the audit records, unless a setting names another.</summary>
    public string AuditFolder => Path.Combine(_folder.FullName, "audit");

    /// <summary>The policy's file, when the policy was given as text.</summary>
    public string PolicyFile => Path.Combine(_folder.FullName, "policy.json");

    /// <summary>Starts Edge before a server and waits until it answers. The policy is a text (it starts with a brace) or a file.</summary>
    public static async Task<EdgeProgram> StartAsync(Uri server, string policy, params (string Key, string Value)[] settings)
    {
        var edge = Launch(server, policy, settings);
        try
        {
            await edge._program.ListeningAsync(edge.Url);
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts Edge without waiting for anything.</summary>
    public static EdgeProgram Launch(Uri server, string policy, params (string Key, string Value)[] settings)
    {
        if (!File.Exists(Repository.Edge))
            throw new InvalidOperationException($"Edge is not built: there is no '{Repository.Edge}'");

        var folder = Directory.CreateTempSubdirectory("edge-end-to-end-");
        var policyFile = policy;
        if (policy.StartsWith('{'))
        {
            policyFile = Path.Combine(folder.FullName, "policy.json");
            File.WriteAllText(policyFile, policy);
        }

        const string Listener = "Kestrel__Endpoints__Mcp__Url";
        var environment = new Dictionary<string, string>
        {
            [Listener] = $"http://127.0.0.1:{FreePort.Next()}",
            ["Edge__Admin__Url"] = "http://127.0.0.1:0",
            ["ReverseProxy__Clusters__runpod__Destinations__primary__Address"] = server.AbsoluteUri,
            ["Edge__Policies__runpod"] = policyFile,
            ["Edge__Audit__Path"] = Path.Combine(folder.FullName, "audit"),
            ["Edge__Store__Path"] = Path.Combine(folder.FullName, "edge.db"),
        };
        foreach (var (key, value) in settings)
            environment[key] = value;
        return new(folder, ChildProgram.Start("Edge", Repository.Edge, [], environment), environment[Listener]);
    }

    public Task SaysAsync(string text) => _program.SaysAsync(text);

    public Task<int> ExitAsync() => _program.ExitAsync();

    /// <summary>Ends Edge as an operator would: what is left is written and sent.</summary>
    public Task StopAsync() => _program.StopAsync();

    /// <summary>Asks Edge to end (SIGTERM), and waits for nothing.</summary>
    public Task TerminateAsync() => _program.TerminateAsync();

    /// <summary>Replaces the policy's file whole: whoever looks sees the old one or the new one, never half of it.</summary>
    public async Task ReplacePolicyAsync(string policy)
    {
        var written = PolicyFile + ".new";
        await File.WriteAllTextAsync(written, policy);
        File.Move(written, PolicyFile, overwrite: true);
    }

    /// <summary>Ends Edge as a crash would: it gets to do nothing.</summary>
    public Task KillAsync() => _program.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
