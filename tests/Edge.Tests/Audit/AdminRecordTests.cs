using System.Text.Json;
using Edge.Gateway.Audit;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>Whoever changes what rules calls is on record, in the same chain.</summary>
public sealed class AdminRecordTests
{
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    [Fact]
    public async Task Freezes_and_thaws_are_recorded_with_who_what_and_why()
    {
        await using var edge = await EdgeHost.StartAsync(clock: new ManualTimeProvider(), settings: Operators.Settings);
        await SendAsync(edge, "PUT", "/api/freezes", """{"scope":"server","name":"server","reason":"loops"}""");
        await SendAsync(edge, "DELETE", "/api/freezes", """{"scope":"server","name":"server"}""");
        var acts = await ActsAsync(edge, 2);
        Assert.Equal(
            ["kind", "seq", "time", "action", "by", "target", "from", "to", "reason", "mac"],
            acts[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal(["frozen", "anna", "server 'server'", "loops"], Of(acts[0], ["action", "by", "target", "reason"]));
        Assert.Equal(["thawed", "anna", "server 'server'", null], Of(acts[1], ["action", "by", "target", "reason"]));
        Assert.Equal("2026-11-20T10:00:00Z", Of(acts[0], "time"));
        Assert.Null(Verify(edge));
    }

    [Fact]
    public async Task A_saved_policy_and_its_reload_are_recorded_from_revision_to_revision_and_a_refused_one_too()
    {
        await using var edge = await EdgeHost.StartAsync(settings: [.. Operators.Settings, ("Edge:Admin:PolicyEditing", "true")]);
        var policy = JsonDocument.Parse((await edge.AdminAsync("GET", "/api/policies/test", AsAdmin)).Body).RootElement;
        var before = Of(policy, "revision");
        var change = JsonSerializer.Serialize(new { text = EdgeHost.AllowAll, revision = before });
        var saved = await SendAsync(edge, "PUT", "/api/policies/test", change);
        var after = Of(JsonDocument.Parse(saved.Body).RootElement, "revision");
        var acts = await ActsAsync(edge, 2);
        Assert.Equal(["policy_saved", "anna", before, after], Of(acts[0], ["action", "by", "from", "to"]));
        Assert.Equal(["policy_reloaded", null, before, after], Of(acts[1], ["action", "by", "from", "to"]));
        Assert.All(acts, act => Assert.Equal("policy 'test'", Of(act, "target")));

        await edge.ReplacePolicyAsync("{}");
        var refused = (await ActsAsync(edge, 3))[2];
        Assert.Equal(["policy_refused", null, after], Of(refused, ["action", "by", "from"]));
        Assert.Matches("^[0-9a-f]{64}$", Of(refused, "to"));
        Assert.Contains("error", Of(refused, "reason"), StringComparison.Ordinal);
        Assert.Null(Verify(edge));
    }

    [Fact]
    public async Task Grants_that_come_go_and_change_are_recorded_each()
    {
        using var folder = new GrantFolder("""
            { "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": {} }, { "id": "b", "tokenHashes": [ "<B>" ], "servers": {} } ] }
            """);
        await using var edge = await EdgeHost.StartAsync(settings: folder.Settings(Operators.Settings));
        Assert.Equal(0, GrantCommandRun.Run(folder, [], "new", "c", "--file", folder.Grants).Code);
        var added = await ActsAsync(edge, 2);
        Assert.Equal(["grants_reloaded", "grant_added"], added.Select(act => Of(act, "action")));
        Assert.Equal("grant 'c'", Of(added[1], "target"));
        Assert.NotEqual(Of(added[1], "from"), Of(added[1], "to"));

        folder.Write("""{ "grants": [ { "id": "b", "tokenHashes": [ "<B>" ], "labels": { "team": "x" }, "servers": {} } ] }""");
        var acts = (await ActsAsync(edge, 6))[2..];
        Assert.Equal(
            ["grants_reloaded", "grant_removed grant 'a'", "grant_changed grant 'b'", "grant_removed grant 'c'"],
            acts.Select((act, i) => i == 0 ? Of(act, "action") : $"{Of(act, "action")} {Of(act, "target")}"));

        folder.Write("{}");
        var refused = (await ActsAsync(edge, 7))[6];
        Assert.Equal(("grants_refused", Of(acts[0], "to")), (Of(refused, "action"), Of(refused, "from")));
        Assert.DoesNotContain(GrantFolder.HashA, string.Join('\n', Lines(edge)), StringComparison.Ordinal);
        Assert.Null(Verify(edge));
    }

    [Fact]
    public async Task Acts_are_shown_and_only_the_stop_button_works_unrecorded()
    {
        var disk = new FailingAuditFile.Switch();
        await using var edge = await EdgeHost.StartAsync(
            services: services => services.AddSingleton<OpenAuditFile>(disk.Open), settings: Operators.Settings);
        await SendAsync(edge, "PUT", "/api/freezes", """{"scope":"all","reason":"loops"}""");
        await ActsAsync(edge, 1);
        var shown = AuditView.Parse(System.Text.Encoding.UTF8.GetBytes(Lines(edge)[0]))!;
        Assert.Equal(("admin", "frozen everything", "by 'anna': loops"), (shown.Decision, shown.Target, shown.Detail));

        disk.IsFull = true;
        await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""");
        await Deadline.Until(() => edge.Services.GetRequiredService<AuditWriter>().IsFailing, "the failure");
        var thaw = await edge.AdminSendAsync("DELETE", "/api/freezes", """{"scope":"all"}""", AsAdmin);
        Assert.Equal(503, thaw.Status);
        Assert.Contains("\"code\":\"audit_unavailable\"", thaw.Text, StringComparison.Ordinal);
        await SendAsync(edge, "PUT", "/api/freezes", """{"scope":"server","name":"server"}""");
        disk.IsFull = false;
        await ActsAsync(edge, 2);
        Assert.Null(Verify(edge));
    }

    private static async Task<RawResponse> SendAsync(EdgeHost edge, string method, string path, string body)
    {
        var response = await edge.AdminSendAsync(method, path, body, AsAdmin);
        Assert.True(response.Status == 200, response.Text);
        return response;
    }

    private static async Task<List<JsonElement>> ActsAsync(EdgeHost edge, int count)
    {
        await Deadline.Until(() => Acts(edge).Count() >= count, $"{count} acts");
        var acts = Acts(edge).ToList();
        Assert.Equal(count, acts.Count);
        return acts;
    }

    private static IEnumerable<JsonElement> Acts(EdgeHost edge) =>
        Lines(edge).Select(line => JsonDocument.Parse(line).RootElement).Where(record => Of(record, "kind") == "admin");

    // Whole ones: a disk that is full may have taken half of one.
    private static List<string> Lines(EdgeHost edge) =>
    [
        .. AuditFileName.List(edge.AuditFolder).SelectMany(file => File.ReadLines(file.Path))
            .Where(line => line.EndsWith("\"}", StringComparison.Ordinal)),
    ];

    private static string? Of(JsonElement record, string member) => record.GetProperty(member).GetString();

    private static IEnumerable<string?> Of(JsonElement record, string[] members) => members.Select(member => Of(record, member));

    private static string? Verify(EdgeHost edge)
    {
        using var verifier = new AuditVerifier(edge.Services.GetRequiredService<EdgeKeys>());
        return verifier.Verify(edge.AuditFolder, null).Break;
    }
}
