using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Notices to a program elsewhere, which listens on a real port.</summary>
public sealed class WebhookTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task A_notice_tells_what_waits_signed_and_without_secrets()
    {
        await using var hook = await ScriptedServer.StartAsync(Take);
        await using var edge = await StartAsync(hook, new ManualTimeProvider(), ("Edge:Approvals:Mask:0", "args.key"),
            ("Edge:Admin:PublicUrl", "https://admin.example.com"),
                ("Edge:Approvals:Webhook:Secret", "whsec_" + Convert.ToBase64String(Secret)));
        var id =
            await edge.AskAsync(ApprovalPlay.Buy()
            .Replace("\"n\":1", "\"key\":\"secret\",\"text\":\"<!channel>\"", StringComparison.Ordinal));
        await Deadline.Until(() => hook.Received.Count == 1, "the notice");
        var notice = hook.Received[0];
        var json = JsonDocument.Parse(notice.Body).RootElement;
        Assert.Equal("application/json", notice.Headers["Content-Type"]);
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(notice.Body), StringComparison.Ordinal);
        Assert.Equal("approval.requested", json.GetProperty("type").GetString());
        Assert.Equal("2026-11-20T10:00:00Z", json.GetProperty("timestamp").GetString());
        Assert.Equal($"buy on server for anonymous waits for a person: it costs &lt;money&gt;. Until 2026-11-20 10:30:00 UTC at "
            + $"https://admin.example.com/approvals/{id}", json.GetProperty("text").GetString());
        var data = json.GetProperty("data");
        Assert.Equal(
            ["id", "state", "url", "grant", "server", "tool", "policy", "rule", "message", "arguments", "requestedAt", "expiresAt",
                "answeredBy", "reason", "scope"],
            data.EnumerateObject().Select(m => m.Name));
        Assert.Equal((id, "pending", """{"key":"***","text":"<!channel>"}"""),
            (data.GetProperty("id").GetString(), data.GetProperty("state").GetString(), data.GetProperty("arguments").GetString()));

        Assert.Equal($"{id}.requested", notice.Headers["webhook-id"]);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            notice.Headers["webhook-timestamp"]);
        Assert.Equal(Signature(notice, Secret), notice.Headers["webhook-signature"]);
        Assert.False(notice.Headers.ContainsKey("traceparent"));
        Assert.False(notice.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Each_answer_is_told_and_without_a_configured_secret_the_key_file_signs()
    {
        var clock = new ManualTimeProvider();
        await using var hook = await ScriptedServer.StartAsync(Take);
        await using var edge = await StartAsync(hook, clock);
        await edge.ApproveAsync(await edge.AskAsync(ApprovalPlay.Buy(1)));
        await edge.DenyAsync(await edge.AskAsync(ApprovalPlay.Buy(2)), """{"reason":"no"}""");
        await edge.AskAsync(ApprovalPlay.Buy(3));
        await Deadline.Until(() => hook.Received.Count == 5, "the first notices");
        clock.Advance(TimeSpan.FromMinutes(30));
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                return hook.Received.Where(n => n.Headers["webhook-id"].EndsWith(".expired", StringComparison.Ordinal))
                    .Select(n => n.Headers["webhook-id"]).Distinct().Count() == 2;
            },
            "all notices");
        // What the jump of the clock cut off on its way was sent again, under the same id.
        Assert.Equal(
            ["approved", "denied", "expired", "expired", "requested", "requested", "requested"],
            hook.Received.Select(n => n.Headers["webhook-id"]).Distinct().Select(id => id.Split('.')[1]).Order());
        var key = edge.Services.GetRequiredService<EdgeKeys>().Signing(KeyPurpose.Webhook);
        Assert.All(hook.Received, notice => Assert.Equal(Signature(notice, key), notice.Headers["webhook-signature"]));
        Assert.Contains(hook.Received, n => Encoding.UTF8.GetString(n.Body)
            .Contains("buy on server for anonymous was denied by paul: no", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_receiver_in_trouble_is_tried_again_with_growing_pauses(int status)
    {
        var clock = new ManualTimeProvider();
        var tries = 0;
        await using var hook = await ScriptedServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref tries) < 4 ? status : 204;
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(hook, clock);
        await edge.AskAsync(ApprovalPlay.Buy());
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(500));
                return hook.Received.Count == 4;
            },
            "the fourth try");
        Assert.Single(hook.Received.Select(n => n.Headers["webhook-id"]).Distinct());
        var times = hook.Received.Select(n => long.Parse(n.Headers["webhook-timestamp"], CultureInfo.InvariantCulture)).ToList();
        Assert.True(times[1] - times[0] >= 1 && times[2] - times[1] >= 2 && times[3] - times[2] >= 4, string.Join(' ', times));
        // What is signed is the time of the try: an old notice cannot be played again.
        Assert.All(hook.Received,
            n => Assert.Equal(Signature(n, edge.Services.GetRequiredService<EdgeKeys>().Signing(KeyPurpose.Webhook)),
                n.Headers["webhook-signature"]));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task A_receiver_that_says_no_is_not_asked_again(int status)
    {
        await using var hook = await ScriptedServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(hook, new ManualTimeProvider());
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await Deadline.Until(() => edge.Logs.Lines.Any(l => l is { Id.Id: 1010, Id.Name: "Failed" }), "the failure");
        Assert.Single(hook.Received);
        Assert.Contains(edge.Logs.Lines, l => l.Message == $"Notice {id}.requested was not delivered in 1 tries: status {status}.");
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Message.Contains(hook.Address.Authority + "/hook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_nobody_and_is_given_up()
    {
        var clock = new ManualTimeProvider();
        await using var hook =
            await ScriptedServer.StartAsync(static (context, _) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
            .ContinueWith(static _ => { }, TaskScheduler.Default));
        await using var edge = await StartAsync(hook, clock);
        var webhook = edge.Services.GetRequiredService<ApprovalWebhook>();
        var first = await edge.AskAsync(ApprovalPlay.Buy());
        var approval = await edge.FindAsync(first);
        await Deadline.Until(() => hook.Received.Count > 0, "the first try");
        for (var i = 0; i < 400; i++)
            webhook.Send(approval, ApprovalOutcome.Requested);
        Assert.Contains(edge.Logs.Lines, l => l is { Id.Id: 1011, Id.Name: "Dropped" });
        await edge.ApproveAsync(first);
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return edge.Logs.Lines.Any(l =>
                    l.Message.EndsWith("was not delivered in 8 tries: no answer in time.", StringComparison.Ordinal));
            },
            "the first notice to be given up");
    }

    [Fact]
    public async Task Nobody_there_is_tried_again_too()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(clock: clock,
            settings: ("Edge:Approvals:Webhook:Url", $"http://127.0.0.1:{FreePort.Next()}/hook"));
        await edge.AskAsync(ApprovalPlay.Buy());
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return edge.Logs.Lines.Any(l =>
                    l.Message.EndsWith("was not delivered in 8 tries: ConnectionError.", StringComparison.Ordinal));
            },
            "the notice to be given up");
    }

    private static Task Take(HttpContext context, ReceivedRequest request)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task<EdgeHost> StartAsync(ScriptedServer hook, TimeProvider clock, params (string Key, string Value)[] settings) =>
        ApprovalPlay.StartAsync(
        ApprovalPlay.Policy.Replace("it costs money", "it costs <money>", StringComparison.Ordinal), clock,
            settings: [("Edge:Approvals:Webhook:Url", new Uri(hook.Address, "/hook").ToString()), .. settings]);

    // As a receiver would check it (Standard Webhooks, "Verifying signatures").
    private static string Signature(ReceivedRequest notice, byte[] key) =>
        "v1," + Convert.ToBase64String(
        HMACSHA256.HashData(key,
            Encoding.UTF8.GetBytes($"{notice.Headers["webhook-id"]}.{notice.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(
                notice.Body)}")));
}
