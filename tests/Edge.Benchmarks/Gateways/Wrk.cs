using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Edge.Benchmarks.Gateways;

/// <summary>Debian's wrk, one thread, with a script that sends a workload and writes what came of it as JSON.</summary>
internal sealed class Wrk(string folder)
{
    private const string Program = "/usr/bin/wrk";
    private const int Longer = 5;

    /// <summary>Sends a workload over kept connections for a while.</summary>
    /// <exception cref="InvalidOperationException">Nothing was answered.</exception>
    public async Task<WrkResult> RunAsync(Uri gateway, Workload workload, int connections, TimeSpan duration)
    {
        var result = await TryAsync(gateway, workload, connections, duration);
        // On a machine that does much else, no large body may be through in time.
        if (result.Requests == 0)
            result = await TryAsync(gateway, workload, connections, duration * Longer);
        return result.Requests > 0 ? result
            : throw new InvalidOperationException($"'{workload.Name}' at {gateway} was not answered "
            + $"in {(duration * Longer).TotalSeconds} s");
    }

    private async Task<WrkResult> TryAsync(Uri gateway, Workload workload, int connections, TimeSpan duration)
    {
        // wrk counts whole seconds and stops when it is told to.
        var start =
            new ProcessStartInfo(Program,
            ["-t1", $"-c{connections}", "-d60s", "--timeout", "30s", "-s", ScriptOf(workload), new Uri(gateway, workload.Path).ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        using var process = Process.Start(start)!;
        await Task.Delay(duration, TimeProvider.System);
        using (var stop = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var json = output.LastIndexOf("{\"Requests\"", StringComparison.Ordinal);
        if (json < 0)
            throw new InvalidOperationException($"wrk said nothing of "
                + $"'{workload.Name}': {output}{await process.StandardError.ReadToEndAsync()}");
        return JsonSerializer.Deserialize<WrkResult>(output[json..])!;
    }

    private string ScriptOf(Workload workload)
    {
        var name = Path.Combine(folder, Workloads.Slug(workload.Name).Replace('/', '-'));
        if (File.Exists($"{name}.lua"))
            return $"{name}.lua";
        File.WriteAllBytes($"{name}.body", workload.Body);
        var headers = string.Concat(Workloads.Headers.Select(h => $"wrk.headers[\"{h.Name}\"] = \"{h.Value}\"\n"));
        File.WriteAllText($"{name}.lua", $$"""
            wrk.method = "POST"
            {{headers}}
            local file = io.open("{{name}}.body", "rb")
            wrk.body = file:read("*a")
            file:close()
            function done(summary, latency, requests)
              local e = summary.errors
              io.write(string.format('{"Requests":%d,"Microseconds":%d,"Bytes":%d,"Failures":%d,"P50":%d,"P99":%d,"P999":%d}\n',
                summary.requests, summary.duration, summary.bytes,
                e.status + e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99),
                  latency:percentile(99.9)))
            end
            """);
        return $"{name}.lua";
    }
}
