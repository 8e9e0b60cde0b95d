using Edge.Gateway.Settings;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class GrantMistakesTests : IDisposable
{
    private readonly GrantFolder _folder = new(GrantMistake.Good);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GrantMistake.All.Length)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_without_mistakes_is_loaded()
    {
        var load = _folder.Load();
        Assert.Empty(load.Errors);
        Assert.Equal(["ci", "dev"], load.Snapshot!.Grants.Select(g => g.Id));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_named_with_its_place_and_the_fix(int index)
    {
        var (piece, mistake, line) = GrantMistake.All[index];
        Assert.Contains(piece, GrantMistake.Good, StringComparison.Ordinal);
        _folder.Write(GrantMistake.Good.Replace(piece, mistake, StringComparison.Ordinal));
        var load = _folder.Load(("Edge:Grants:SecretsDirectory", "secrets"));
        Assert.Equal(line, Assert.Single(load.Errors).Replace(_folder.Path + "/", "", StringComparison.Ordinal));
        Assert.Null(load.Snapshot);
    }

    [Fact]
    public void All_mistakes_are_named_at_once_in_the_order_of_the_file()
    {
        _folder.Write(GrantMistake.Good
            .Replace("\"open\"", "\"nowhere\"", StringComparison.Ordinal)
            .Replace("\"dev\"", "\"ci\"", StringComparison.Ordinal)
            .Replace("\"github\": {}", "\"gitlab\": { \"police\": 1 }", StringComparison.Ordinal));
        Assert.Equal(
            ["grants_unknown_policy", "grants_duplicate_id", "grants_unknown_server", "grants_unknown_member"],
            _folder.Load().Errors.Select(e => e.Split(' ')[2]));
    }

    [Fact]
    public void Nothing_that_could_be_a_secret_is_repeated()
    {
        const string Secret = "verysecretvalue";
        foreach (var bad in new[]
        {
            $"\"{Secret}\"", Secret, "1verysecretvalue", $$"""{ "grants": "{{Secret}}" }""", $$"""{ "grants": [ "{{Secret}}" ] }""",
            $$"""{ "grants": [ { "id": "a", "tokenHashes": [ "{{Secret}}" ], "servers": "{{Secret}}" } ] }""",
            $$"""{ "grants": [ { "id": "a", "tokenHashes": "{{Secret}}", "servers": { "runpod": { "credential": { "header": 7,"""
            + $$""" "value": [ "{{Secret}}" ] } } } } ] }""",
            $$"""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "runpod": { "credential": { "header": "X-Api-Key","""
            + $$""" "value": "{{Secret}}\n" } } } } ] }""",
        })
        {
            _folder.Write(bad);
            var load = _folder.Load();
            Assert.NotEmpty(load.Errors);
            Assert.All(load.Errors, e => Assert.DoesNotContain("verysecret", e, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_file_that_is_missing_empty_or_open_to_everybody_is_refused()
    {
        _folder.Write("");
        Assert.Equal(["grants.json: error grants_file_empty: expected grants (make one with 'edge grant new'), found an empty file"],
            _folder.Load().Errors);
        _folder.Write(GrantMistake.Good);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Grants, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
            Assert.Equal(
                ["grants.json: error grants_file_writable: expected a file that only its owner may change, found one that everybody may "
                    + "write (chmod o-w, or mount it read-only)"],
                _folder.Load().Errors);
        }

        File.Delete(_folder.Grants);
        Assert.Equal([$"grants.json: error grants_file_missing: no such file (looked for '{_folder.Grants}')"], _folder.Load().Errors);
    }

    [Theory]
    [InlineData("key", "", "the file 'key' in Edge:Grants:SecretsDirectory is empty")]
    [InlineData("key", "two\nlines", "the value, with its secrets filled in, is not one line of 1 to 16384 visible ASCII characters")]
    [InlineData("key", "umläut", "the value, with its secrets filled in, is not one line of 1 to 16384 visible ASCII characters")]
    public void A_secret_that_cannot_be_used_is_refused(string name, string content, string problem)
    {
        _folder.WriteSecret(name, content);
        var load = _folder.Load(
            ("Edge:Grants:SecretsDirectory", "secrets"), ("Edge:Servers:runpod:Credential:Header", "Authorization"),
                ("Edge:Servers:runpod:Credential:Value", $"Bearer ${{file:{name}}}"));
        Assert.Equal($"the command line: error config_credential_unreadable at Edge:Servers:runpod:Credential:Value: {problem}",
            Assert.Single(load.Errors));
    }

    [Theory]
    [InlineData("Edge:Servers:runpud:Credential:Header", "X", "config_unknown_server",
        "unknown server 'runpud': no cluster has this name (did you mean 'runpod'?)")]
    [InlineData("Edge:Servers:runpod:Credential:Header", "X-Api-Key", "config_missing_key",
        "missing 'Value': expected a header and its value")]
    [InlineData("Edge:Servers:runpod:Credental:Header", "X", "config_unknown_key", "unknown key 'Credental' (did you mean 'Credential'?)")]
    [InlineData("Edge:Grants:Fille", "x", "config_unknown_key", "unknown key 'Fille' (did you mean 'File'?)")]
    public void A_mistake_in_the_settings_is_named(string key, string value, string code, string message)
    {
        var refused = Assert.Throws<StartupException>(() => _folder.Load((key, value)));
        Assert.Contains(refused.Lines, l => l.Contains($"error {code} at ", StringComparison.Ordinal)
            && l.EndsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_with_a_mistake_is_refused()
    {
        _folder.Write(GrantMistake.Good);
        await using var server = await ScriptedServer.StartAsync();
        var refused = await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(server: server, settings: _folder.Settings()));
        Assert.Equal(2, refused.Lines.Count(l => l.Contains("grants_unknown_server", StringComparison.Ordinal)));
    }
}
