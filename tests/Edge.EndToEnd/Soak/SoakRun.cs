using System.Globalization;
using Edge.EndToEnd.Faults;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Soak;

/// <summary>
/// Mixed traffic through one Edge for a time: allowed, denied, streamed and large calls, lists, GET streams, while the policy is loaded
/// anew twice a second, now and then a broken one. Every answer is held against what it must be.
/// </summary>
/// <remarks>
/// (1) start; (2) traffic, reloads, samples; (3) what grew; (4) what is left when nobody calls; (5) the counts of all parties.
/// </remarks>
internal sealed class SoakRun(TimeSpan duration, Action<string> tell)
{
    private const int Workers = 8;
    private const int OperationKinds = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReloadPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan TellPeriod = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<int> _allowed = [];
    private readonly List<int> _denied = [];
    private readonly List<SoakSample> _samples = [];
    private readonly Uri _admin = RunpodWorld.Loopback(FreePort.Next());
    private readonly HttpClient _operator = new();
    private long _began;
    private int _lists;
    private int _operations;
    private int _reloads;

    public async Task RunAsync()
    {
        // 1
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, Policy(0),
                [("Edge__Admin__Url", _admin.GetLeftPart(UriPartial.Authority)), AuditTrail.Recording, .. FaultPolicies.NoFlood]);
        var callers = Enumerable.Range(0, Workers).Select(_ => new LoadCaller(edge.Url)).ToList();
        await _operator.GetStringAsync(new Uri(_admin, "metrics"));
        // Some of everything first: what the runtime opens when it is first needed stays open.
        await Task.WhenAll(Enumerable.Range(0, OperationKinds).Select(i => OperateAsync(callers[i % Workers], i)));
        var idle = ProcessFigures.Of(edge.ProcessId);

        // 2
        using var stop = new CancellationTokenSource(duration);
        _began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(callers.Select((caller, i) => StoppingAllAsync(stop, WorkAsync(caller, i, stop.Token)))
            .Append(StoppingAllAsync(stop, ReloadAsync(edge, stop.Token)))
            .Append(StoppingAllAsync(stop, SampleAsync(edge, stop.Token))));
        callers.ForEach(caller => caller.Dispose());

        // 3
        var grown = SoakGrowth.Of(_samples);
        Assert.True(grown.Count == 0, string.Join("; ", grown));

        // 4
        await Deadline.Until(() => ProcessFigures.Of(edge.ProcessId).Sockets <= idle.Sockets + 2, "the last connection to be gone");
        Assert.InRange(ProcessFigures.Of(edge.ProcessId).Handles, 0, idle.Handles + 16);

        // 5
        var metrics = await _operator.GetStringAsync(new Uri(_admin, "metrics"));
        await edge.TerminateAsync();
        Assert.Equal(0, await edge.ExitAsync());
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        Assert.Equal(_allowed.Order(), server.Seen().Order());
        Assert.Equal(_allowed.Order(), trail.Allowed().Order());
        Assert.Equal(_denied.Order(), trail.Denied().Order());
        Assert.DoesNotContain(trail.Calls, call => call.Status != 200);
        Assert.Equal(_allowed.Count + _lists, Sum(metrics, "edge_policy_decisions_total{", "edge_policy_decision=\"allow\""));
        Assert.Equal(_denied.Count, Sum(metrics, "edge_policy_decisions_total{", "edge_policy_decision=\"deny\""));
        Assert.Equal(2 * (_allowed.Count + _denied.Count) + trail.Others, Sum(metrics, "edge_audit_records_total"));
        Assert.Equal(0, Sum(metrics, "edge_audit_dropped_total"));
        tell($"{_allowed.Count} calls forwarded, {_denied.Count} denied, {_lists} lists, {_reloads} reloads: client, Edge's metrics "
            + $"and records, and the server agree");
    }

    private async Task WorkAsync(LoadCaller caller, int worker, CancellationToken stop)
    {
        for (var i = worker * 7; !stop.IsCancellationRequested; i++)
        {
            await OperateAsync(caller, i);
            Interlocked.Increment(ref _operations);
            await Task.Delay(Pace, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task OperateAsync(LoadCaller caller, int i)
    {
        var number = FaultyWorld.Next();
        switch (i % OperationKinds)
        {
            case < 9:
                await AllowedAsync(number, caller.AllowedAsync("echo", number));
                break;
            case < 12:
                await DeniedAsync(number, caller.DeniedAsync("echo", number, "condition_matched", "\"no\":1,"));
                break;
            case < 14:
                await DeniedAsync(number, caller.DeniedAsync("hidden", number, "hidden"));
                break;
            case < 16:
                await AllowedAsync(number, caller.StreamedAsync(number, count: 3, milliseconds: 5));
                break;
            case 16:
                await AllowedAsync(number, caller.LargeAsync(number, (1 + i % 8) * 256 * 1024));
                break;
            case 17:
                await caller.ListedAsync();
                Interlocked.Increment(ref _lists);
                break;
            case 18:
                await caller.OpenedAsync();
                break;
            default:
                await AllowedAsync(number, caller.AllowedAsync("wait", number, "\"ms\":20,"));
                break;
        }
    }

    private Task AllowedAsync(int number, Task call) => DoneAsync(_allowed, number, call);

    private Task DeniedAsync(int number, Task call) => DoneAsync(_denied, number, call);

    private async Task DoneAsync(List<int> numbers, int number, Task call)
    {
        await call;
        lock (_gate)
            numbers.Add(number);
    }

    private async Task ReloadAsync(EdgeProgram edge, CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; _reloads++)
        {
            await edge.ReplacePolicyAsync(_reloads % 8 == 7 ? "{ broken" : Policy(_reloads));
            await PauseAsync(ReloadPeriod, stop);
        }
    }

    private async Task SampleAsync(EdgeProgram edge, CancellationToken stop)
    {
        var told = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            var heap = (long)Sum(await _operator.GetStringAsync(new Uri(_admin, "metrics"), CancellationToken.None),
                "dotnet_gc_last_collection_heap_size_bytes");
            var sample = new SoakSample(TimeProvider.System.GetElapsedTime(_began), ProcessFigures.Of(edge.ProcessId), heap, _operations);
            _samples.Add(sample);
            if (sample.At - told >= TellPeriod)
            {
                told = sample.At;
                tell(sample.ToString());
            }

            await PauseAsync(SamplePeriod, stop);
        }
    }

    private static async Task PauseAsync(TimeSpan time, CancellationToken stop) =>
        await Task.Delay(time, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // What fails ends the others, so that it is told at once and not after the whole time.
    private static async Task StoppingAllAsync(CancellationTokenSource stop, Task part)
    {
        try
        {
            await part;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static double Sum(string metrics, string name, string label = "") => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    // Two that mean the same and are not the same.
    private static string Policy(int number) => FaultPolicies.Usual.Replace("told so", $"told so by {number}", StringComparison.Ordinal);
}
