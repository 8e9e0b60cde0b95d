using System.Collections.Concurrent;
using System.Globalization;
using Edge.Fuzz.Headers;
using Edge.Fuzz.Policies;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Requests;
using Edge.Fuzz.Responses;

namespace Edge.Fuzz.Running;

/// <summary>Runs all targets over some number of inputs, on every core, and tells on the way how far it is.</summary>
/// <param name="seed">What all inputs come from.</param>
/// <param name="count">How many requests; of the other targets a share of it.</param>
/// <param name="progress">Is told a line now and then.</param>
/// <param name="time">Measures; decides nothing.</param>
internal sealed class FuzzRun(ulong seed, long count, TextWriter progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private long _told = time.GetTimestamp();
    private long _total;

    /// <summary>The targets that <c>make fuzz</c> runs.</summary>
    public static IReadOnlyList<FuzzTarget> Targets(ulong seed) =>
    [
        new RequestTarget(seed), new HeaderTarget(seed), new AnswerTarget(seed), new StreamTarget(seed), new PolicyTarget(seed),
            new PatternTarget(seed),
    ];

    /// <summary>Runs until all inputs are judged, or until it is cancelled, which ends it after the inputs that are under way.</summary>
    public async Task<FuzzSummary> RunAsync(CancellationToken cancellation)
    {
        var tally = new Tally();
        var work = new ConcurrentQueue<(FuzzTarget Target, long First, int Count)>();
        foreach (var target in Targets(seed))
        {
            var inputs = count / target.Share;
            _total += inputs;
            for (long first = 0; first < inputs; first += target.BatchSize)
                work.Enqueue((target, first, (int)Math.Min(target.BatchSize, inputs - first)));
        }

        var languages = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var lane = await Lane.StartAsync(ArgumentPaths.ForReaders);
            while (!cancellation.IsCancellationRequested && work.TryDequeue(out var item))
            {
                // Some hundred inputs take parts of a second; what takes minutes has run away.
                await Task.Run(() => item.Target.RunAsync(item.First, item.Count, lane, tally), CancellationToken.None)
                    .WaitAsync(Patience, time, CancellationToken.None);
                Tell(tally);
            }

            return lane.Languages.ToArray();
        })));
        return new FuzzSummary(seed, time.GetElapsedTime(_start), [.. languages[0], "System.Text.Json"], tally);
    }

    private void Tell(Tally tally)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_told) < Interval)
                return;
            _told = time.GetTimestamp();
            var seconds = time.GetElapsedTime(_start).TotalSeconds;
            var left = TimeSpan.FromSeconds(seconds / Math.Max(1, tally.Inputs) * (_total - tally.Inputs));
            progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{tally.Inputs:N0} of {_total:N0} inputs, {tally.Inputs / seconds:N0} a "
                    + $"second, {left:m\\:ss} left, {tally.Found} findings"));
        }
    }
}
