namespace Edge.Embedding.Tests.Sample;

/// <summary>The sample as its reader starts it, in front of two servers.</summary>
public sealed class SampleHost : IAsyncLifetime
{
    /// <summary>The key that signs in.</summary>
    public const string Key = "the key of the sample";

    private readonly HttpClient _client = new();
    private ScriptedServer? _service;
    private ScriptedServer? _tools;
    private ChildProgram? _program;

    /// <summary>Where the sample listens.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>The address of the route with a policy.</summary>
    public Uri Mcp => new(Address, "/mcp");

    /// <summary>A client of the sample.</summary>
    public HttpClient Client => _client;

    /// <summary>The web service behind the route without a policy.</summary>
    internal ScriptedServer Service => _service!;

    /// <summary>The MCP server behind the route with a policy.</summary>
    internal ScriptedServer Tools => _tools!;

    /// <summary>The folder of the sample.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "samples", "Edge.Sample.Host");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _service = await ScriptedServer.StartAsync(static (context, _) => ScriptedServer.Json(context, """{"anything":[1,1]}"""));
        _tools = await McpClient.StartServerAsync();
        var settings = new Dictionary<string, string>
        {
            ["Urls"] = Address.ToString(),
            ["ApiKey"] = Key,
            ["Servers__service"] = _service.Address.ToString(),
            ["Servers__tools"] = _tools.Address.ToString(),
        };
        _program = ChildProgram.Start("the sample", Path.Combine(Folder, Repository.Output, "Edge.Sample.Host"), [], settings, Folder);
        await _program.ListeningAsync(Address);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
        if (_tools is not null)
            await _tools.DisposeAsync();
    }
}
