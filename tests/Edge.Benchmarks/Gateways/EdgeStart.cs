using System.Globalization;
using Edge.Testing;
using Edge.Testing.Running;

namespace Edge.Benchmarks.Gateways;

/// <summary>Starts Edge as shipped some times, and looks how long it takes and what it holds.</summary>
internal static class EdgeStart
{
    private static readonly TimeSpan s_probe = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    /// <summary>The medians of <paramref name="times"/> starts.</summary>
    public static async Task<StartFigures> MeasureAsync(GatewayWorld world, int times)
    {
        List<double> seconds = [], idle = [], own = [];
        using var client = new HttpClient();
        for (var i = 0; i < times; i++)
        {
            var (mcp, admin) = (FreePort.Next(), FreePort.Next());
            var ready = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{admin}/readyz"));
            var settings = world.EdgeSettings(mcp).Concat(EdgeSettingsOf.Shipped(Path.Combine(world.Folder, $"start-{i}")))
                .ToDictionary(s => s.Key, s => s.Value);
            settings["Edge__Admin__Url"] = ready.GetLeftPart(UriPartial.Authority);
            var began = TimeProvider.System.GetTimestamp();
            await using var edge = ChildProgram.Start("Edge", Repository.Edge, [], settings);
            while (!await IsReadyAsync(client, ready))
                await Task.Delay(s_probe, TimeProvider.System);
            seconds.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            await Task.Delay(s_idle, TimeProvider.System);
            var process = new ProcessFigures(edge.Id);
            idle.Add(process.ResidentMiB);
            own.Add(process.OwnMiB);
        }

        return new StartFigures(Statistics.Median(seconds), Statistics.Median(idle), Statistics.Median(own));
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri ready)
    {
        try
        {
            using var answer = await client.GetAsync(ready);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }
}
