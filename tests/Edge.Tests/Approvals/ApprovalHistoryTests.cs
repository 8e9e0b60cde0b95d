using Edge.Policy.Approvals;
using Edge.Stores.Postgres;
using Edge.Testing;
using Edge.Testing.Postgres;
using Edge.Tests.Stores;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>The same history, of calls and people and time, means the same in both stores.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ApprovalHistoryTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    /// <summary>A step: what happens, to which of three calls.</summary>
    private static readonly Arbitrary<(int What, int Call)[]> Histories = Gen.Zip(Gen.Choose(0, 11), Gen.Choose(0, 2)).ArrayOf().Resize(40)
        .ToArbitrary();

    [Fact]
    public void Both_stores_agree_after_each_step_of_any_history() =>
    Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Histories, steps => PlayAsync(steps).GetAwaiter().GetResult()));

    private async Task<bool> PlayAsync((int What, int Call)[] steps)
    {
        var clock = new ManualTimeProvider();
        await using var edge = await StoreOnDatabase.OpenAsync(database.ConnectionString);
        await PostgresServer.ExecuteAsync(
            database.ConnectionString, $"TRUNCATE edge.approvals; UPDATE edge.test_clock SET now "
                + $"= {(clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks}");
        IApprovalStore[] stores = [new MemoryApprovalStore(clock), new PostgresApprovals(edge.Database)];
        var ids = new List<string> { "01NONE" };
        var serial = 0;
        foreach (var (what, call) in steps)
        {
            var request = AskedFor.Call($"d{call}") with { Id = $"01A{serial++:0000}" };
            var id = ids[^Math.Min(ids.Count, call + 1)];
            var answers = new List<object?>();
            foreach (var store in stores)
            {
                answers.Add(what switch
                {
                    <= 2 => await store.AskAsync(request, default),
                    3 => await ChangeAsync(store, id, (a, now) => a.Answer(new ApprovalVerdict("anna", true, "yes"), now)),
                    4 => await ChangeAsync(store, id, (a, now) => a.Answer(new ApprovalVerdict("anna", true, Calls: 2), now)),
                    5 => await ChangeAsync(store, id, (a, now) =>
                        a.Answer(new ApprovalVerdict("anna", true, Period: TimeSpan.FromHours(1)), now)),
                    6 => await ChangeAsync(store, id, (a, now) => a.Answer(new ApprovalVerdict("paul", false, "no"), now)),
                    7 or 8 => await ChangeAsync(store, id, (a, now) => a.Consume(now)),
                    9 => await ChangeAsync(store, id, (a, now) => a.GiveBack(now)),
                    10 => (await store.SweepAsync(default)).Expired.Select(a => a.Id).Order(StringComparer.Ordinal)
                        .Aggregate("", (all, one) => $"{all} {one}"),
                    _ => null,
                });
            }

            if (what == 11)
            {
                clock.Advance(TimeSpan.FromMinutes(10 * (call + 1)));
                await PostgresServer.ExecuteAsync(
                    database.ConnectionString, $"UPDATE edge.test_clock SET now = {(clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks}");
            }

            if (answers[0] is AskedApproval { IsNew: true })
                ids.Add(request.Id);
            if (!Equals(answers[0], answers[1]))
                return false;
            foreach (var known in ids)
            {
                if (await stores[0].FindAsync(known, default) != await stores[1].FindAsync(known, default))
                    return false;
            }
        }

        var lists = await Task.WhenAll(stores.Select(store => store.ListAsync(false, default).AsTask()));
        return lists[0].Select(a => a.State).SequenceEqual(lists[1].Select(a => a.State));
    }

    private static async Task<object?> ChangeAsync(IApprovalStore store, string id, Func<Approval, DateTimeOffset, Approval?> step) =>
        await store.ChangeAsync(id, step, default);
}
