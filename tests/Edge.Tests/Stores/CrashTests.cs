using System.Diagnostics;
using System.Globalization;
using Edge.Peers;
using Edge.Policy.Approvals;
using Edge.Policy.Limits;
using Edge.Testing;
using Edge.Testing.Limits;
using Edge.Tests.Approvals;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>
/// Processes that are nothing but a store are killed under load, one after the other. What they were given is in the store, and the store
/// has given no more than it says. <c>make crash</c> kills 200 of each kind; <c>make test</c> some.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class CrashTests(PostgresCollection.Fixture postgres) : IDisposable
{
    private const int FewKills = 8;
    private const int TakenBeforeKill = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-crash-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task A_file_loses_nothing_that_was_given_and_gives_nothing_twice() =>
        KillAsync("sqlite", Path.Combine(_folder.FullName, "edge.db"));

    [Fact]
    public async Task A_database_loses_nothing_that_was_given_and_gives_nothing_twice() =>
        await KillAsync("postgres", await postgres.Server.NewDatabaseAsync());

    private static async Task KillAsync(string kind, string place)
    {
        await AskForApprovalAsync(kind, place);
        long taken = 0, used = 0;
        var kills = Kills();
        for (var i = 0; i < kills; i++)
        {
            var (calls, uses) = await RunAndKillAsync(kind, place, TakenBeforeKill + i * 37 % 300);
            taken += calls;
            used += uses;
        }

        await using var store = await OpenedStore.OpenAsync(kind, place);
        var lease = (CallLease)await store.Limiter.AcquireAsync(LimiterFixture.Call((StoreProcess.Limit, "key", 1)));
        var left = lease.Statuses[0].Remaining;
        var counted = StoreProcess.Max - (long)left - 1;
        var approval = (await store.Approvals.FindAsync(OpenedStore.Approval, default))!;

        // Nothing was lost: each call that went on is counted. Nothing was counted that no call could have asked for.
        Assert.InRange(counted, taken, taken + kills * StoreProcess.Callers);
        Assert.InRange(approval.Used, used, used + kills);
        Assert.Equal(ApprovalVerdict.MaxCalls, approval.Used + approval.CallsLeft);
        Assert.True(used > 0 && taken >= kills * TakenBeforeKill);
    }

    private static int Kills() => int.TryParse(
        Environment.GetEnvironmentVariable("EDGE_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many : FewKills;

    private static async Task AskForApprovalAsync(string kind, string place)
    {
        await using var store = await OpenedStore.OpenAsync(kind, place);
        await store.Approvals.AskAsync(AskedFor.Call() with { Id = OpenedStore.Approval }, default);
        var yes = new ApprovalVerdict("anna", Agrees: true, Calls: ApprovalVerdict.MaxCalls, Period: ApprovalVerdict.MaxPeriod);
        await store.Approvals.ChangeAsync(OpenedStore.Approval, (approval, now) => approval.Answer(yes, now), default);
    }

    private static async Task<(int Calls, int Uses)> RunAndKillAsync(string kind, string place, int atLeast)
    {
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Edge.Peers.dll"), "store", kind, place])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process was not started.");
        var (calls, uses, killed) = (0, 0, false);
        var buffer = new byte[4096];
        // What was told before the end is still in the pipe after it.
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, Deadline.Token) is > 0 and var read)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                calls += letter == 't' ? 1 : 0;
                uses += letter == 'u' ? 1 : 0;
            }

            if (killed || calls < atLeast)
                continue;
            process.Kill();
            killed = true;
        }

        await process.WaitForExitAsync(Deadline.Token);
        Assert.True(killed, $"the store ended by itself with {process.ExitCode}");
        return (calls, uses);
    }
}
