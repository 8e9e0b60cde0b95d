using Edge.Policy.Calls;
using Edge.Policy.Limits;
using Edge.Testing.Limits;

namespace Edge.Peers;

/// <summary>
/// A process that is nothing but a store: it takes a limit of a day and uses an approval, as many times at once as there are callers, until
/// it is killed or there is no room. What it was given it tells at once, a letter each: <c>t</c> for a call, <c>u</c> for a use.
/// </summary>
public static class StoreProcess
{
    /// <summary>The most that the limit lets through, over all processes.</summary>
    public const int Max = 1_000_000;

    /// <summary>How many calls there are at a time.</summary>
    public const int Callers = 8;

    /// <summary>The limit.</summary>
    public static readonly CompiledLimit Limit = LimitOf.Fixed(Max, TimeSpan.FromDays(1));

    private static readonly Lock s_telling = new();

    /// <summary>Runs until there is no room.</summary>
    /// <param name="kind">The kind of store.</param>
    /// <param name="place">The file, or how to reach the database.</param>
    public static async Task<int> RunAsync(string kind, string place)
    {
        await using var store = await OpenedStore.OpenAsync(kind, place);
        using var output = Console.OpenStandardOutput();
        Tell(output, 'r');
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(store, output, caller))));
        return 0;
    }

    private static async Task CallAsync(OpenedStore store, Stream output, int caller)
    {
        while (true)
        {
            var lease = (CallLease)await store.Limiter.AcquireAsync(LimiterFixture.Call((Limit, "key", 1)));
            if (!lease.IsAcquired)
                return;
            Tell(output, 't');
            lease.Dispose();
            if (caller != 0)
                continue;
            var used = await store.Approvals.ChangeAsync(OpenedStore.Approval, static (approval, now) => approval.Consume(now), default);
            if (used.Happened)
                Tell(output, 'u');
        }
    }

    // One write a letter, straight into the pipe: what was told was told, whenever the process ends.
    private static void Tell(Stream output, char letter)
    {
        lock (s_telling)
            output.Write([(byte)letter]);
    }
}
