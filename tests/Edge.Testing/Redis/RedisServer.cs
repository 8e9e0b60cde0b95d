using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Edge.Testing.Redis;

/// <summary>
/// A real Redis in a folder of its own on a free loopback port, started by the tests and ended by its process id.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-redis-");
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(string[] options) => _options = options;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>A password that every command needs; null for none.</summary>
    public string? Password { get; private init; }

    /// <summary>How StackExchange.Redis reaches it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}{(Password is null ? "" : $",password={Password}")}";

    /// <summary>Starts a new one, with further options as on the command line.</summary>
    public static async Task<RedisServer> StartNewAsync(string? password = null, params string[] options)
    {
        var server = new RedisServer(password is null ? options : [.. options, "--requirepass", password]) { Password = password };
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server, if it does not run, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is { HasExited: false })
            return;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Program,
        [
            "--port", port, "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--daemonize", "no", .. _options,
        ])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            _process = Process.Start(start) ?? throw new InvalidOperationException($"'{Program}' cannot be started");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"Redis is not installed: '{Program}' cannot be started (install it with 'apt-get install redis-server', or run 'make test' "
                + "as root)", e);
        }

        _process.BeginOutputReadLine();
        var end = TimeProvider.System.GetTimestamp() + (long)(Deadline.Limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"Redis ended with code {_process.ExitCode}");
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException($"Redis did not answer within {Deadline.Limit.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Sends one command and returns the first line of the response, such as <c>+OK</c> or <c>-ERR …</c>.</summary>
    public Task<string> SendAsync(params string[] command) => SendAsync(command, lines: 1);

    private async Task<string> SendAsync(string[] command, int lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, Deadline.Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (Password is not null)
        {
            await WriteAsync(stream, ["AUTH", Password]);
            await reader.ReadLineAsync(Deadline.Token);
        }

        await WriteAsync(stream, command);
        while (--lines > 0)
            await reader.ReadLineAsync(Deadline.Token);
        return await reader.ReadLineAsync(Deadline.Token) ?? "";
    }

    /// <summary>Sends one command whose response is a text, and returns it.</summary>
    public Task<string> SendLineAsync(params string[] command) => SendAsync(command, lines: 2);

    /// <summary>Ends the server as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(Deadline.Token);
        }

        process.Dispose();
    }

    /// <summary>Stops or continues the process, so that connections stay open and nothing is answered.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Deadline.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await SendAsync("PING") is "+PONG";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static async Task WriteAsync(NetworkStream stream, string[] command)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var part in command)
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), Deadline.Token);
    }
}
