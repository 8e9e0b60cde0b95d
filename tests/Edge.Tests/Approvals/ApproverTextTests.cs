using Edge.Gateway.Approvals;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What the person who approves reads, and what the agent reads where there is no such person.</summary>
public sealed class ApproverTextTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"buy","arguments":{"gpus":8}}}""";

    private const string Policy = """
        { "version": "1", "default": "deny",
          "tools": { "buy": {
            "limits": [ { "counter": "gpus", "window": "day", "max": 20, "increment_from": "args.gpus" } ],
            "approval": { "message": "ask your operator", "question": "An agent wants GPUs. Is it worth the money?" } } } }
        """;

    [Fact]
    public async Task The_person_reads_the_question_and_the_cost_and_the_agent_its_own_text()
    {
        await using var edge = await EdgeHost.StartAsync(Policy);
        var answer = await edge.PostAsync(Call);
        Assert.Contains("Blocked by policy: ask your operator. ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("worth the money", answer.Text, StringComparison.Ordinal);
        var approvals = (Edge.Policy.Approvals.IApprovalStore)edge.Services.GetService(typeof(Edge.Policy.Approvals.IApprovalStore))!;
        var approval = Assert.Single(await approvals.ListAsync(pendingOnly: true, Deadline.Token));
        Assert.Equal("An agent wants GPUs. Is it worth the money? It counts 8 of at most 20 in 'gpus'.", approval.Message);
    }

    [Fact]
    public async Task Without_users_the_agent_is_told_what_to_do_and_given_no_page()
    {
        await using var edge = await EdgeHost.StartAsync(Policy);
        var answer = await edge.PostAsync(Call);
        Assert.Contains(
            "nobody can give it: this proxy has no users. Tell its operator, who adds one with 'edge user new NAME --role approver'.",
                answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void That_the_same_call_failed_is_remembered_until_it_succeeds()
    {
        var failed = new FailedCalls();
        var binding = Binding("digest");
        failed.Ended(binding, new ResponseOutcome(OutcomeKind.ToolError, null, 10, Completed: true), null);
        Assert.Equal("the tool reported an error", failed.Find(binding));
        failed.Ended(binding, null, "The server cannot be reached.");
        Assert.Equal("The server cannot be reached", failed.Find(binding));
        failed.Ended(binding, new ResponseOutcome(OutcomeKind.Result, null, 10, Completed: true), null);
        Assert.Null(failed.Find(binding));
        for (var i = 0; i < 2_000; i++)
            failed.Ended(Binding($"{i}"), null, "no");
        Assert.Null(failed.Find(Binding("0")));
        Assert.NotNull(failed.Find(Binding("1999")));
    }

    private static ApprovalBinding Binding(string digest) => new("ci", "server", "buy", "test", "/tools/buy/approval", digest);
}
