using Edge.Gateway.Approvals;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Hosting;
using Edge.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Two Edges on one real database.</summary>
[Collection(PostgresCollection.Name)]
public sealed class TwoEdgesTests(PostgresCollection.Fixture postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-two-");
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await postgres.Server.NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    [Fact]
    public async Task What_is_approved_at_one_lets_the_call_pass_at_another_once()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        var id = await one.AskAsync(ApprovalPlay.Buy());
        Assert.Equal(id, await other.AskAsync(ApprovalPlay.Buy()));
        await one.ApproveAsync(id);
        EdgeHost[] edges = [one, other];
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => edges[i % 2].CallAsync(ApprovalPlay.Buy())));
        Assert.Single(answers, a => a is null);
        Assert.Equal(1, one.Server.Received.Count + other.Server.Received.Count);
        var conflict = await other.AdminSendAsync("POST", $"/api/approvals/{id}/deny", "{}", Operators.Bearer(Operators.Approver));
        Assert.Equal(409, conflict.Status);
    }

    [Fact]
    public async Task A_call_that_is_held_at_one_goes_on_when_it_is_approved_at_another()
    {
        await using var one = await StartAsync(ApprovalPlay.Holding);
        await using var other = await StartAsync(ApprovalPlay.Holding);
        var call = one.CallAsync(ApprovalPlay.Buy());
        await one.HeldAsync(1);
        await using var changes = one.Services.GetRequiredService<ApprovalDesk>().ChangesAsync(Deadline.Token).GetAsyncEnumerator();
        await changes.MoveNextAsync();
        await other.ApproveAsync(await other.PendingAsync());
        Assert.Null(await call);
        Assert.Single(one.Server.Received);
        Assert.True(await changes.MoveNextAsync());
    }

    [Fact]
    public async Task A_restart_keeps_what_waits_and_what_was_approved()
    {
        string waiting, approved;
        await using (var before = await StartAsync())
        {
            waiting = await before.AskAsync(ApprovalPlay.Buy(1));
            approved = await before.AskAsync(ApprovalPlay.Buy(2));
            await before.ApproveAsync(approved);
        }

        await using var after = await StartAsync();
        Assert.True(after.Services.GetRequiredService<ApprovalDesk>().SurviveRestart);
        Assert.Equal(waiting, await after.AskAsync(ApprovalPlay.Buy(1)));
        Assert.Null(await after.CallAsync(ApprovalPlay.Buy(2)));
        Assert.Equal((ApprovalState.Consumed, "paul"),
            ((await after.FindAsync(approved)).State, (await after.FindAsync(approved)).AnsweredBy));
    }

    private Task<EdgeHost> StartAsync(string policy = ApprovalPlay.Policy) => ApprovalPlay.StartAsync(
        policy, settings: [("Edge:Store:Kind", "postgres"), ("Edge:Store:ConnectionString", _database),
            ("Edge:Store:CommandTimeout", "00:00:30"), ("Edge:Store:ConnectTimeout", "00:00:30"),
                ("Edge:KeyFile", TestKeyFile.Write(Path.Combine(_folder.FullName, "edge.key")))]);
}
