using Edge.Cli;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class GrantCommandTests : IDisposable
{
    private static readonly (string Key, string Value)[] Configured =
    [
        ("Edge:Grants:File", "grants.json"), ("Edge:Policies:open", "open.json"),
            ("ReverseProxy:Clusters:runpod:Destinations:d:Address", "http://127.0.0.1:9/"),
    ];

    private readonly GrantFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_grant_prints_its_token_once_and_writes_its_hash()
    {
        var (code, output, error) = Run("new", "ci", "--server", "runpod=open", "--server", "github", "--expires", "30d", "--label",
            "team=research", "--label", "gpus=2", "--label", "trusted=true");
        Assert.Equal(0, code);
        var token = output.TrimEnd('\n');
        Assert.Matches("^edge_[A-Za-z0-9_-]{43}$", token);
        Assert.Equal("The token is shown only once. Anyone who has it can use this grant.\n", error);
        Assert.Equal(
            $$"""
            { "grants": [
                {
                  "id": "ci",
                  "tokenHashes": [ "{{GrantFolder.Hash(token)}}" ],
                  "labels": { "team": "research", "gpus": 2, "trusted": true },
                  "expires": "2026-12-20T10:00:00Z",
                  "servers": { "runpod": { "policy": "open" }, "github": {} }
                }
              ] }
            """,
            File.ReadAllText(_folder.Grants));
        Assert.Equal(["ci"], _folder.Load().Snapshot!.Grants.Select(g => g.Id));
    }

    [Fact]
    public void Two_tokens_are_never_the_same() => Assert.NotEqual(Run("new", "a").Output, Run("new", "b").Output);

    [Fact]
    public void A_new_file_is_for_its_owner_only()
    {
        Assert.Equal(0, Run("new", "ci", "--server", "runpod", "--file", "deep/new.json").Code);
        Assert.Equal(0, Run("new", "dev", "--server", "runpod", "--file", "deep/new.json").Code);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("deep/new.json")));
        Assert.Equal(["new.json"], Directory.GetFiles(_folder.At("deep")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_rest_of_a_file_stays_byte_for_byte_through_new_and_revoke()
    {
        const string Odd =
            "{\"grants\"  :[\n\n { \"servers\":{},  "
            + "\"tokenHashes\":[\"<A>\"],\"id\":\"caf\\u0065\"}\t,{\"id\":\"b\",\"tokenHashes\":[\"<B>\"],\"servers\":{\"runpod\":{}}}  "
            + "]  }";
        _folder.Write(Odd);
        var before = File.ReadAllText(_folder.Grants);
        Assert.Equal(0, Run("new", "ci", "--server", "runpod").Code);
        Assert.StartsWith(before[..^6], File.ReadAllText(_folder.Grants), StringComparison.Ordinal);
        Assert.Equal((0, "ci: revoked\n", ""), Run("revoke", "ci"));
        Assert.Equal(before, File.ReadAllText(_folder.Grants));

        Assert.Equal(0, Run("revoke", "cafe").Code);
        Assert.Equal(before.Replace("{ \"servers\":{},  \"tokenHashes\":[\"" + GrantFolder.HashA + "\"],\"id\":\"caf\\u0065\"}\t,", "",
            StringComparison.Ordinal), File.ReadAllText(_folder.Grants));
        Assert.Equal(0, Run("revoke", "b").Code);
        Assert.Equal("{\"grants\"  :[]  }", File.ReadAllText(_folder.Grants));
    }

    [Fact]
    public void A_link_keeps_pointing_at_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.Move(_folder.Grants, _folder.At("real.json"));
        File.CreateSymbolicLink(_folder.Grants, "real.json");
        Assert.Equal(0, Run("new", "ci").Code);
        Assert.Equal("real.json", new FileInfo(_folder.Grants).LinkTarget);
        Assert.Contains("\"ci\"", File.ReadAllText(_folder.At("real.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_file_the_entry_is_printed()
    {
        var (code, output, error) = GrantCommandRun.Run(_folder, [], "new", "ci");
        Assert.Equal(0, code);
        var lines = output.Split('\n', 2);
        Assert.Equal(
            $$"""
                {
                  "id": "ci",
                  "tokenHashes": [ "{{GrantFolder.Hash(lines[0])}}" ],
                  "servers": {}
                }

            """,
            lines[1]);
        Assert.EndsWith("The grant reaches no server: name one with --server.\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_shows_no_hash_in_full()
    {
        _folder.Write("""
            { "grants": [
              { "id": "ci", "tokenHashes": [ "<A>", "<B>" ], "expires": "2026-11-20T10:00:00Z", "labels": { "team": "re\nsearch", "gpus": 2 }, "servers": { "runpod": { "policy": "open" }, "github": {} } },
              { "id": "dev", "tokenHashes": [ "0000000000000000000000000000000000000000000000000000000000000000" ], "servers": { "\u001b[2J": {} } } ] }
            """);
        Assert.Equal(
            (0,
            $"""
            ID   SERVERS             EXPIRES                      TOKENS             LABELS
            ci   runpod=open,github  2026-11-20T10:00:00Z (over)  {GrantFolder.HashA[..8]},{GrantFolder.HashB[..8]}  gpus=2,team=re\u000asearch
            dev  \u001b[2J           never                        00000000           -

            """,
            ""),
            Run("list"));
    }

    [Theory]
    [InlineData("new ci!",
        "error grants_invalid_id at ID: expected an id of 1 to 64 letters, digits, '.', '_', '-' and '@', the first a letter or digit, "
        + "found 'ci!'")]
    [InlineData("new ci --server runpud=opne",
        "error grants_unknown_server at --server: unknown server 'runpud': no cluster has this name (did you mean 'runpod'?)\nerror "
        + "grants_unknown_policy at --server: unknown policy 'opne' (did you mean 'open'?)")]
    [InlineData("new ci --server runpod --server runpod=open",
        "error grants_invalid_option at --server: the server 'runpod' is named twice")]
    [InlineData("new ci --server runpod=", "error grants_invalid_option at --server: expected NAME or NAME=POLICY, found 'runpod='")]
    [InlineData("new ci --label team", "error grants_invalid_option at --label: expected NAME=VALUE, found 'team'")]
    [InlineData("new ci --label a=1 --label a=2", "error grants_invalid_option at --label: the label 'a' is named twice")]
    [InlineData("new ci --expires soon",
        "error grants_invalid_expiry at --expires: expected a duration as '30d' (at most 366d), a day as '2027-01-01' or a time as "
        + "'2027-01-01T00:00:00Z', found 'soon'")]
    [InlineData("new ci --expires 2026-11-20", "error grants_invalid_expiry at --expires: expected a time to come, found '2026-11-20'")]
    [InlineData("new dev",
        "error grants_duplicate_id at ID: there is a grant 'dev' already (take it away with 'edge grant revoke dev', or choose another "
        + "id)")]
    [InlineData("revoke dve", "error grants_unknown_id at ID: there is no grant 'dve' (did you mean 'dev'?)")]
    [InlineData("list --file nowhere.json", "nowhere.json: error grants_file_missing: no such file (looked for '*')")]
    public void Wrong_input_ends_with_2_and_changes_nothing(string words, string expected)
    {
        _folder.Write("""{ "grants": [ { "id": "dev", "tokenHashes": [ "<A>" ], "servers": {} } ] }""");
        var before = File.ReadAllText(_folder.Grants);
        var (code, output, error) = Run(words.Split(' '));
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Equal(expected + "\n", error.Replace(_folder.At("nowhere.json"), "*", StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllText(_folder.Grants));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("revoke dev")]
    public void Without_any_file_there_is_nothing_to_show_or_take_away(string words) => Assert.Equal(
        (2, "", "error grants_no_file: no grants file; expected --file FILE, or Edge:Grants:File in the settings\n"),
        GrantCommandRun.Run(_folder, [], words.Split(' ')));

    [Fact]
    public void A_broken_file_is_named_with_its_mistakes_and_left_alone()
    {
        const string Broken = """{ "grants": [ { "id": "dev" } ] }""";
        _folder.Write(Broken);
        var (code, _, error) = Run("new", "ci");
        Assert.Equal(2, code);
        Assert.Equal(
            ["grants.json:1:15: error grants_missing_member at /grants/0: missing member 'tokenHashes'",
                "grants.json:1:15: error grants_missing_member at /grants/0: missing member 'servers'", ""],
            error.Split('\n'));
        Assert.Equal(Broken, File.ReadAllText(_folder.Grants));
    }

    [Theory]
    [InlineData("2027-01-01", "2027-01-01T00:00:00Z")]
    [InlineData("2027-01-01T00:00:00+02:00", "2026-12-31T22:00:00Z")]
    [InlineData("12h", "2026-11-20T22:00:00Z")]
    public void An_end_is_written_in_universal_time(string text, string expected)
    {
        Assert.Equal(0, Run("new", "ci", "--expires", text).Code);
        Assert.Contains($"\"expires\": \"{expected}\"", File.ReadAllText(_folder.Grants), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_line_that_cannot_be_read_ends_with_2() => Assert.Equal(2, await EdgeCommand.RunAsync(["grant", "new"]));

    [Theory]
    [InlineData("new", "--server <NAME[=POLICY]>")]
    [InlineData("list", "--file")]
    [InlineData("revoke", "<ID>")]
    public void Every_command_explains_itself(string command, string part)
    {
        var (code, output, _) = Run(command, "--help");
        Assert.Equal(0, code);
        Assert.Contains(part, output, StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Run(params string[] words) => GrantCommandRun.Run(
        _folder, words.Contains("github")
            ? Configured.Append(("ReverseProxy:Clusters:github:Destinations:d:Address", "http://127.0.0.1:9/")) : Configured, words);
}
