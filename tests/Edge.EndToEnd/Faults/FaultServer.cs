using System.Globalization;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Faults;

/// <summary>A server, as a process of its own, that goes wrong as it is told: see <c>fault-server.mjs</c>.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-fault-server-");
    private readonly int _port = FreePort.Next();
    private ChildProgram _program;

    private FaultServer() => _program = Launch();

    /// <summary>Its address, the same after a restart.</summary>
    public Uri Address => RunpodWorld.Loopback(_port);

    private string SeenFile => Path.Combine(_folder.FullName, "seen");

    public static async Task<FaultServer> StartAsync()
    {
        var server = new FaultServer();
        try
        {
            await server._program.ReadyPortAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The numbers of the calls that arrived, in order, by those it has not forgotten: none, because it writes them down first.
    /// </summary>
    public IReadOnlyList<int> Seen(string? tool = null) =>
    [
        .. File.ReadLines(SeenFile).Select(line => line.Split(' '))
            .Where(words => tool is null || words[0] == tool)
            .Select(words => int.Parse(words[1], CultureInfo.InvariantCulture)),
    ];

    /// <summary>Until a call is held that is answered half, or not at all.</summary>
    public Task HoldingAsync() => _program.SaysAsync("holding");

    /// <summary>Ends it without asking (SIGKILL).</summary>
    public Task KillAsync() => _program.KillAsync();

    /// <summary>Starts it again, at the same address and with the same memory.</summary>
    public async Task RestartAsync()
    {
        await _program.DisposeAsync();
        _program = Launch();
        await _program.ReadyPortAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private ChildProgram Launch() =>
        ChildProgram.StartNode("the fault server", "fault-server.mjs", ["--seen", SeenFile, "--port", $"{_port}"]);
}
