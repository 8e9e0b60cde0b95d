using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Edge.Benchmarks.Gateways;

/// <summary>Reads one stream of events and looks how long each took from the server to here.</summary>
internal static class EventStream
{
    /// <summary>How many events a stream has, apart from its last, the answer.</summary>
    public const int Events = 1_000;

    private const string Sent = "\"message\":\"";

    /// <summary>The latencies of all events, in microseconds.</summary>
    /// <exception cref="InvalidOperationException">An event is missing or stands in the wrong place.</exception>
    public static async Task<List<double>> ReadAsync(HttpClient client, Uri gateway, int events)
    {
        using var request = Workloads.Events.Request(gateway);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        List<double> latencies = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(Sent, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var now = Stopwatch.GetTimestamp();
            if (!line.Contains($"\"progress\":{latencies.Count},", StringComparison.Ordinal))
                throw new InvalidOperationException($"event {latencies.Count} at {gateway}: '{line}'");
            var digits = line.AsSpan(at + Sent.Length);
            latencies.Add((now - long.Parse(digits[..digits.IndexOf('"')], CultureInfo.InvariantCulture)) * 1e6 / Stopwatch.Frequency);
        }

        return latencies.Count == events ? latencies
            : throw new InvalidOperationException($"{latencies.Count} of {events} events came through {gateway}");
    }

    /// <summary>A client that keeps nothing back.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        // Node closes an idle connection after 5 s, and a request sent into the closing is lost.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
