using System.Globalization;
using System.Text.Json;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Observability;

/// <summary>The real Prometheus of Debian, with a configuration of its own and nothing kept.</summary>
internal sealed class PrometheusProgram : IAsyncDisposable
{
    private const string Executable = "/usr/bin/prometheus";
    private const string Tool = "/usr/bin/promtool";

    private static readonly HttpClient Client = new() { Timeout = Patience.Long };

    private readonly DirectoryInfo _data;
    private readonly ChildProgram _program;
    private readonly Uri _address;
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();

    private PrometheusProgram(DirectoryInfo data, ChildProgram program, Uri address)
    {
        _data = data;
        _program = program;
        _address = address;
    }

    /// <summary>Starts it with a configuration and waits until it is ready.</summary>
    public static async Task<PrometheusProgram> StartAsync(string configuration)
    {
        RequireInstalled();
        var data = Directory.CreateTempSubdirectory("edge-prometheus-");
        var address = RunpodWorld.Loopback(FreePort.Next());
        var program = ChildProgram.Start("Prometheus", Executable,
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={data.FullName}", $"--web.listen-address={address.Authority}",
                "--log.level=warn",
        ]);
        var prometheus = new PrometheusProgram(data, program, address);
        try
        {
            await program.ListeningAsync(address);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs promtool; its exit code and what it said.</summary>
    public static async Task<(int Code, string Output)> CheckAsync(params string[] arguments)
    {
        RequireInstalled();
        await using var tool = ChildProgram.Start("promtool", Tool, arguments);
        return (await tool.ExitAsync(), tool.Output);
    }

    /// <summary>Runs promtool with a text on its standard input.</summary>
    public static async Task<(int Code, string Output)> CheckTextAsync(string text, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);
            RequireInstalled();
            await using var tool = ChildProgram.Start("promtool", "/bin/sh",
                ["-c", """file=$1; shift; exec "$@" < "$file" """, "sh", file, Tool, .. arguments]);
            return (await tool.ExitAsync(), tool.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// Every value that an expression had at any second since the start, NaN left out. An expression that does not parse is an error.
    /// </summary>
    public async Task<IReadOnlyList<double>> ValuesAsync(string expression)
    {
        var query = new Dictionary<string, string>
        {
            ["query"] = expression,
            ["start"] = Seconds(_started),
            ["end"] = Seconds(TimeProvider.System.GetUtcNow()),
            ["step"] = "1",
        };
        using var content = new FormUrlEncodedContent(query);
        using var response = await Client.PostAsync(new Uri(_address, "api/v1/query_range"), content);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.True(answer.RootElement.GetProperty("status").GetString() == "success", $"{expression}: {answer.RootElement}");
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
            .SelectMany(series => series.GetProperty("values").EnumerateArray())
            .Select(point => double.Parse(point[1].GetString()!, CultureInfo.InvariantCulture))
            .Where(value => !double.IsNaN(value))];
    }

    /// <summary>Until an expression has a value that is as wanted.</summary>
    public async Task UntilAsync(string expression, Predicate<double> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        IReadOnlyList<double> values;
        while (!(values = await ValuesAsync(expression)).Any(value => wanted(value)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start)
                < Patience.Long, $"{expression} did not get there; it was {string.Join(' ', values)}\n{_program.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static void RequireInstalled()
    {
        if (!File.Exists(Executable) || !File.Exists(Tool))
            throw new InvalidOperationException($"there is no '{Executable}': install Debian's package 'prometheus', or run 'make "
                + $"test' as root");
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
}
