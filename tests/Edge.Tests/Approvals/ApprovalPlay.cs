using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What the tests of approvals have in common: calls, their answers, and people.</summary>
internal static class ApprovalPlay
{
    /// <summary>A policy whose tool <c>buy</c> needs a person.</summary>
    public const string Policy =
        """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": { "message": "it costs money" } }, "free": {} } }""";

    /// <summary>Such a policy whose calls wait.</summary>
    public const string Holding = """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": { "hold": "50s" } } } }""";

    /// <summary>A call of <c>buy</c>.</summary>
    public static string Buy(int n = 1, string tool = "buy") =>
        $$$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"n":{{{{n}}}}}}}""";

    /// <summary>Starts Edge with people.</summary>
    public static Task<EdgeHost> StartAsync(string policy = Policy, TimeProvider? clock = null,
        Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings) =>
        EdgeHost.StartAsync(policy, clock: clock, services: services, settings: [.. Operators.Settings, .. settings]);

    /// <summary>Calls, and reads the decision of the answer; null when the server answered.</summary>
    public static async Task<JsonElement?> CallAsync(this EdgeHost edge, string call, params string[] headers) =>
        DecisionOf(await edge.PostAsync(call, headers));

    /// <summary>The decision of an answer; null when the server answered.</summary>
    public static JsonElement? DecisionOf(RawResponse answer)
    {
        Assert.Equal(200, answer.Status);
        var result = JsonDocument.Parse(answer.Body).RootElement.GetProperty("result");
        return result.TryGetProperty("_meta", out var meta) ? meta.GetProperty("edge.policy/decision") : null;
    }

    /// <summary>Calls, expects that the call waits, and gives the id of its approval.</summary>
    public static async Task<string> AskAsync(this EdgeHost edge, string call, params string[] headers)
    {
        var decision = (await edge.CallAsync(call, headers))!.Value;
        Assert.Equal("approval_required", decision.GetProperty("decision").GetString());
        return decision.GetProperty("approval").GetProperty("id").GetString()!;
    }

    /// <summary>The reason of a denial.</summary>
    public static async Task<string?> ReasonAsync(this EdgeHost edge, string call, params string[] headers) =>
        (await edge.CallAsync(call, headers))?.GetProperty("reason").GetString();

    /// <summary>Approves as 'paul', who may.</summary>
    public static Task ApproveAsync(this EdgeHost edge, string id, string body = "{}") => AnswerAsync(edge, id, "approve", body);

    /// <summary>Denies as 'paul', who may.</summary>
    public static Task DenyAsync(this EdgeHost edge, string id, string body = "{}") => AnswerAsync(edge, id, "deny", body);

    /// <summary>The approval as it stands.</summary>
    public static async Task<Approval> FindAsync(this EdgeHost edge, string id) =>
        (await edge.Services.GetRequiredService<IApprovalStore>().FindAsync(id, default))!;

    /// <summary>Waits until so many calls are held.</summary>
    public static Task HeldAsync(this EdgeHost edge, int count) =>
        Deadline.Until(() => edge.Services.GetRequiredService<HeldCalls>().Count == count, $"{count} calls to be held");

    /// <summary>The first approval that waits.</summary>
    public static async Task<string> PendingAsync(this EdgeHost edge)
    {
        var pending = await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(true, default);
        return Assert.Single(pending).Id;
    }

    private static async Task AnswerAsync(EdgeHost edge, string id, string answer, string body)
    {
        var response = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/{answer}", body, Operators.Bearer(Operators.Approver));
        Assert.True(response.Status == 200, response.Text);
    }
}
