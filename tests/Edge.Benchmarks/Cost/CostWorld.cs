using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Edge.Benchmarks.Gateways;
using Edge.Testing;
using Edge.Testing.Cost;
using Edge.Testing.Running;

namespace Edge.Benchmarks.Cost;

/// <summary>Edge with the shipped policy and with a nasty one, before a server that only reads.</summary>
internal sealed class CostWorld : IAsyncDisposable
{
    /// <summary>How many connections attack.</summary>
    public const int Attackers = 8;

    private const int Calls = 400;
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] s_small = Encoding.UTF8.GetBytes(
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-pod","arguments":{"podId":"pod-1"}}}""");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-cost-");
    private readonly HttpClient _client = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromMinutes(5) };
    private readonly Uri _address = Loopback();
    private readonly List<ChildProgram> _programs = [];
    private ProcessFigures _edge = null!;

    private CostWorld()
    {
    }

    /// <summary>Starts both.</summary>
    public static async Task<CostWorld> StartAsync()
    {
        var world = new CostWorld();
        try
        {
            await world.StartProgramsAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>The processor time that one call takes of Edge.</summary>
    public async Task<double> CpuSecondsAsync(string route, byte[] message)
    {
        var before = _edge.ThreadTimes();
        await SendAsync(route, message, "invented");
        return _edge.CpuSecondsSince(before);
    }

    /// <summary>
    /// How long small calls take, in milliseconds, while <paramref name="attack"/> is sent without a pause; null: nothing else is.
    /// </summary>
    public async Task<IReadOnlyList<double>> WaitsAsync(byte[]? attack, string route)
    {
        using var over = new CancellationTokenSource();
        Task[] attackers = attack is null ? []
            : [.. Enumerable.Range(0, Attackers).Select(i => Task.Run(() => AttackAsync(route, attack, i, over.Token)))];
        List<double> waits = [];
        using var timer = new PeriodicTimer(s_between);
        for (var i = 0; i < Calls; i++)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var began = TimeProvider.System.GetTimestamp();
            await SendAsync("shipped", s_small, "victim");
            waits.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        await over.CancelAsync();
        await Task.WhenAll(attackers);
        return waits;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_programs))
            await program.DisposeAsync();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Uri Loopback() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/"));

    private async Task AttackAsync(string route, byte[] message, int number, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await SendAsync(route, message, $"invented-{number}");
    }

    private async Task SendAsync(string route, byte[] message, string token)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(_address, $"{route}/mcp")) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task StartProgramsAsync()
    {
        var server = Loopback();
        _programs.Add(ChildProgram.Start("the server", "dotnet", [Programs.Peers, "server", server.ToString()]));
        await _programs[0].ListeningAsync(server);
        var nasty = Path.Combine(_folder.FullName, "nasty.json");
        await File.WriteAllTextAsync(nasty, NastyPolicy.Text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(nasty, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Dictionary<string, string> settings = new(EdgeSettingsOf.Unwatched.Select(s => KeyValuePair.Create(s.Key, s.Value)))
        {
            ["Kestrel__Endpoints__Mcp__Url"] = _address.GetLeftPart(UriPartial.Authority),
            ["Edge__Admin__Url"] = "http://127.0.0.1:0",
            ["Edge__KeyFile"] = Path.Combine(_folder.FullName, "edge.key"),
            ["Edge__Store__Path"] = Path.Combine(_folder.FullName, "edge.db"),
            ["Edge__Flood__RequestsPerSecond"] = "1000000",
            ["Edge__Flood__Burst"] = "1000000",
            ["Edge__Wire__MaxBufferedBytes"] = "4294967296",
            ["Edge__Policies__nasty"] = nasty,
            ["ReverseProxy__Clusters__runpod__Destinations__primary__Address"] = server.ToString(),
        };
        foreach (var (route, policy) in new[] { ("shipped", "runpod"), ("nasty", "nasty") })
        {
            settings[$"ReverseProxy__Routes__{route}__ClusterId"] = route;
            settings[$"ReverseProxy__Routes__{route}__Match__Path"] = $"/{route}/mcp";
            settings[$"ReverseProxy__Routes__{route}__Transforms__0__PathSet"] = "/mcp/body";
            settings[$"ReverseProxy__Routes__{route}__Metadata__Edge.Policy"] = policy;
            settings[$"ReverseProxy__Routes__{route}__Metadata__Edge.Identity"] = "credential";
            settings[$"ReverseProxy__Clusters__{route}__Destinations__primary__Address"] = server.ToString();
        }

        var edge = ChildProgram.Start("Edge", Repository.Edge, [], settings);
        _programs.Add(edge);
        await edge.ListeningAsync(_address);
        _edge = new ProcessFigures(edge.Id);
    }
}
