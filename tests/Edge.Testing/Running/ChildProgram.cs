using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Edge.Testing.Running;

/// <summary>
/// One program that the tests started: its output is kept for the message when something fails, and it is ended by its own id.
/// </summary>
public sealed partial class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _name;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProgram(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>What it has said.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a program in a folder, or in the repository's root.</summary>
    /// <param name="name">What the tests call it.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="isRead">False: nobody reads its standard output, a pipe that fills up; its errors are read.</param>
    public static ChildProgram Start(
        string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null, bool isRead = true)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        var process = new Process { StartInfo = start };
        var program = new ChildProgram(name, process);
        process.OutputDataReceived += (_, line) => program.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => program.Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"{name} cannot be started: '{file}': {error.Message}", error);
        }

        if (isRead)
            process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Starts a script of the node folder; a missing Node or missing packages are said in a sentence.</summary>
    public static ChildProgram StartNode(
        string name, string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (!Directory.Exists(Path.Combine(Repository.Node, "node_modules")))
            throw new InvalidOperationException($"the npm packages are not installed: run 'make test', or 'npm ci' in {Repository.Node}");

        try
        {
            return Start(name, "node", [Path.Combine(Repository.Node, script), .. arguments], environment);
        }
        catch (InvalidOperationException error) when (error.InnerException is Win32Exception)
        {
            throw new InvalidOperationException("Node 20 or newer is needed: 'node' is not on the PATH", error);
        }
    }

    /// <summary>The port of the line <c>{"ready":true,"port":N}</c>.</summary>
    public async Task<int> ReadyPortAsync()
    {
        var line =
            await UntilAsync("was not ready", () => Task.FromResult(ReadyLine().Match(Output) is { Success: true } match ? match : null));
        return int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Until somebody listens at <paramref name="address"/>.</summary>
    public Task ListeningAsync(Uri address) => UntilAsync($"did not listen at {address}", async () =>
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            return address;
        }
        catch (SocketException)
        {
            return null;
        }
    });

    /// <summary>Until the program has said something.</summary>
    public Task SaysAsync(string text) =>
        UntilAsync($"did not say '{text}'", () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal) ? text : null));

    /// <summary>Until the program ends by itself, within <see cref="Patience.Long"/> or as long as given; its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        var limit = patience ?? Patience.Long;
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_name} did not end within {limit.TotalSeconds} s; it said:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the program to end (SIGTERM), and insists after a while.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;

        await TerminateAsync();
        using var deadline = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Asks the program to end (SIGTERM), and waits for nothing.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends the program without asking (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    [GeneratedRegex("""^\{"ready":true,"port":(\d+)\}$""", RegexOptions.Multiline)]
    private static partial Regex ReadyLine();

    private async Task<T> UntilAsync<T>(string complaint, Func<Task<T?>> probe)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await probe() is { } found)
                return found;
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                if (await probe() is { } last)
                    return last;
                throw new InvalidOperationException($"{_name} ended with code {_process.ExitCode}; it said:\n{Output}");
            }

            if (TimeProvider.System.GetElapsedTime(start) > Patience.Long)
                throw new TimeoutException($"{_name} {complaint} within {Patience.Long.TotalSeconds} s; it said:\n{Output}");
            await Task.Delay(ProbeInterval, TimeProvider.System);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }
}
