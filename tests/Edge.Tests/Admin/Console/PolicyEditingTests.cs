using System.Runtime.Versioning;
using System.Text.Json;
using Edge.Gateway.Policies;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>Checking a policy's text and saving it.</summary>
public sealed class PolicyEditingTests
{
    private const string Changed = """{ "version": "1", "default": "deny", "tools": { "other": {} } }""";
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    [Fact]
    public async Task It_is_off_unless_it_is_switched_on_and_for_admins_alone()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        Assert.Equal((403, "policy_editing_off"), await SaveAsync(edge, Changed, Revision(edge)));
        await using var editing = await StartAsync();
        Assert.Equal((403, "role"), await SaveAsync(editing, Changed, Revision(editing), Operators.Approver));
        Assert.Equal(EdgeHost.AllowOne, await File.ReadAllTextAsync(editing.PolicyFile));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_is_saved_is_the_file_with_its_permissions_and_soon_in_force()
    {
        await using var edge = await StartAsync();
        File.SetUnixFileMode(edge.PolicyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal((200, null), await SaveAsync(edge, Changed, Revision(edge)));
        Assert.Equal(Changed, await File.ReadAllTextAsync(edge.PolicyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(edge.PolicyFile));
        Assert.Equal([Path.GetFileName(edge.PolicyFile)], Directory.GetFiles(Path.GetDirectoryName(edge.PolicyFile)!)
            .Select(Path.GetFileName));
        await Deadline.Until(() => Revision(edge) == PolicyLoader.Revision(System.Text.Encoding.UTF8.GetBytes(Changed)), "the new policy");
        Assert.Contains(edge.Logs.Lines, line => line.Message.StartsWith("User 'anna' saved policy 'test'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        await using var edge = await StartAsync();
        var target = edge.PolicyFile + ".target";
        File.Move(edge.PolicyFile, target);
        File.CreateSymbolicLink(edge.PolicyFile, target);
        Assert.Equal((200, null), await SaveAsync(edge, Changed, Revision(edge)));
        Assert.Equal(target, new FileInfo(edge.PolicyFile).LinkTarget);
        Assert.Equal(Changed, await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task Nothing_is_written_where_a_link_beside_the_file_leads()
    {
        await using var edge = await StartAsync();
        var other = edge.PolicyFile + ".other";
        await File.WriteAllTextAsync(other, "not ours");
        File.CreateSymbolicLink(edge.PolicyFile + ".edge-new", other);
        Assert.Equal((200, null), await SaveAsync(edge, Changed, Revision(edge)));
        Assert.Equal("not ours", await File.ReadAllTextAsync(other));
        Assert.Null(new FileInfo(edge.PolicyFile).LinkTarget);
    }

    [Fact]
    public async Task Of_two_who_edit_the_same_revision_one_is_too_late()
    {
        await using var edge = await StartAsync();
        var revision = Revision(edge);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => SaveAsync(edge, Changed.Replace("other", $"other{i}", StringComparison.Ordinal), revision)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(3, answers.Count(answer => answer == (409, "revision_conflict")));
    }

    [Fact]
    public async Task A_text_with_mistakes_is_not_saved_and_all_of_them_are_told()
    {
        await using var edge = await StartAsync();
        var answer = await edge.AdminSendAsync("PUT", "/api/policies/test",
            Body("""{ "version": "2", "defalt": "deny" }""", Revision(edge)), AsAdmin);
        Assert.Equal(422, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.False(json.RootElement.GetProperty("saved").GetBoolean());
        Assert.Equal(
            ["1:14 policy_unknown_version", "1:19 policy_unknown_member"],
            json.RootElement.GetProperty("diagnostics").EnumerateArray()
                .Select(each => $"{each.GetProperty("line").GetInt32()}:{each.GetProperty("column").GetInt32()} {each.GetProperty("code")
                    .GetString()}")
                .Where(each => !each.Contains("missing", StringComparison.Ordinal)));
        Assert.Equal(EdgeHost.AllowOne, await File.ReadAllTextAsync(edge.PolicyFile));
    }

    [Theory]
    [InlineData(200_000, 200)]
    [InlineData(1_100_000, 413)]
    public async Task A_text_may_be_longer_than_other_bodies(int spaces, int status)
    {
        await using var edge = await StartAsync();
        var text = EdgeHost.AllowOne + new string(' ', spaces);
        Assert.Equal(status, (await edge.AdminSendAsync("POST", "/api/policies/test/check", Body(text, ""), AsAdmin)).Status);
        Assert.Equal(status, (await SaveAsync(edge, text, Revision(edge))).Status);
    }

    [Fact]
    public async Task What_a_text_would_change_is_known_only_where_the_arguments_do_not_matter()
    {
        await using var edge =
            await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "free": {}, "checked": { "require": [ { "path": "args.n", "op": "lte","""
                + """ "value": 5 } ] } } }""", settings: Operators.Settings);
        foreach (var (tool, n) in new[] { ("free", 1), ("checked", 1), ("checked", 7), ("unnamed", 1) })
            await edge.PostAsync($$$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"n":{{{{n}}}}}}}""");

        Assert.Equal("4 0 0",
            await ChangesAsync(edge,
                """{ "version": "1", "default": "deny", "description": "the same", "tools": { "free": { "reason": "x" }, "checked": {"""
                    + """ "require": [ { "path": "args.n", "op": "lte", "value": 5 } ] } } }"""));
        Assert.Equal("4 2 0",
            await ChangesAsync(edge,
                """{ "version": "1", "default": "deny", "tools": { "unnamed": {}, "checked": { "require": [ { "path": "args.n", "op":"""
                    + """ "lte", "value": 5 } ] } } }"""));
        Assert.Equal("4 0 2",
            await ChangesAsync(edge,
                """{ "version": "1", "default": "deny", "tools": { "free": {}, "checked": { "require": [ { "path": "args.n", "op":"""
                    + """ "lte", "value": 6 } ] } } }"""));
        Assert.Equal("4 0 3",
            await ChangesAsync(edge,
                """{ "version": "1", "default": "deny", "tools": { "free": { "deny_if": [ { "path": "args.n", "op": "eq", "value": 9 } ]"""
                    + """ }, "checked": {} } }"""));
    }

    [Fact]
    public async Task With_the_arguments_kept_it_is_known_to_the_last_call()
    {
        const string Limited =
            """{ "version": "1", "default": "deny", "tools": { "checked": { "require": [ { "path": "args.n", "op": "lte", "value": 5 } ]"""
            + """ } } }""";
        await using var edge = await EdgeHost.StartAsync(Limited, settings: [.. Operators.Settings, ("Edge:Admin:KeepArguments", "true")]);
        for (var n = 0; n < 10; n++)
            await edge.PostAsync($$$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"checked","arguments":{"n":{{{{n}}}}}}}""");
        Assert.Equal("10 2 0", await ChangesAsync(edge, Limited.Replace("5", "7", StringComparison.Ordinal)));
        Assert.Equal("10 4 0",
            await ChangesAsync(edge, Limited.Replace("\"version\"", "\"mode\": \"shadow\", \"version\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_masked_cannot_be_found_out_with_conditions()
    {
        const string Policy = """{ "version": "1", "default": "deny", "tools": { "checked": {} } }""";
        await using var edge = await EdgeHost.StartAsync(Policy,
            settings: [.. Operators.Settings, ("Edge:Admin:KeepArguments", "true"), ("Edge:Approvals:Mask:0", "args.env")]);
        foreach (var arguments in new[] { """{"env":{"KEY":"secret"}}""", """{"n":1}""" })
            await edge.PostAsync($$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"checked","arguments":{{{arguments}}}}}""");
        foreach (var guess in new[] { "^s", "^t" })
        {
            var asks = Policy.Replace("{}", $$"""{ "deny_if": [ { "path": "args.env.KEY", "op": "regex", "value": "{{guess}}" } ] }""",
                StringComparison.Ordinal);
            Assert.Equal("2 0 1", await ChangesAsync(edge, asks));
        }
    }

    private static async Task<string> ChangesAsync(EdgeHost edge, string text)
    {
        var answer = await edge.AdminSendAsync("POST", "/api/policies/test/check", JsonSerializer.Serialize(new { text }),
            Operators.Bearer(Operators.Viewer));
        using var json = JsonDocument.Parse(answer.Body);
        Assert.True(json.RootElement.TryGetProperty("changes", out var changes), answer.Text);
        return $"{changes.GetProperty("calls").GetInt32()} {changes.GetProperty("changed").GetInt32()} {changes.GetProperty("unknown")
            .GetInt32()}";
    }

    private static string Body(string text, string revision) => JsonSerializer.Serialize(new { text, revision });

    private static async Task<(int Status, string? Code)> SaveAsync(EdgeHost edge, string text, string revision,
        string token = Operators.Admin)
    {
        var answer = await edge.AdminSendAsync("PUT", "/api/policies/test", Body(text, revision), Operators.Bearer(token));
        using var json = JsonDocument.Parse(answer.Body);
        return (answer.Status, json.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static string Revision(EdgeHost edge) => edge.Services.GetRequiredService<PolicyCatalog>().Slots[0].Current.Policy.Revision;

    private static Task<EdgeHost> StartAsync() =>
        EdgeHost.StartAsync(settings: [.. Operators.Settings, ("Edge:Admin:PolicyEditing", "true")]);
}
