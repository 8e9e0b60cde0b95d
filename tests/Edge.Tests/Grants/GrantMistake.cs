namespace Edge.Tests.Grants;

/// <summary>Grants files with one mistake each, and the line that an operator reads. <c>docs/grants.md</c> repeats the lines.</summary>
internal static class GrantMistake
{
    /// <summary>A grants file without mistakes, in which the cases change one piece.</summary>
    public const string Good = """
        { "grants": [
          { "id": "ci", "tokenHashes": [ "<A>" ], "servers": { "runpod": { "policy": "open" } } },
          { "id": "dev", "tokenHashes": [ "<B>" ], "labels": { "team": "research" }, "servers": { "github": {} } }
        ] }
        """;

    /// <summary>The piece, what stands in its place, and the line.</summary>
    public static readonly (string Piece, string Mistake, string Line)[] All =
    [
        ("\"servers\": { \"runpod\"", "\"server\": {}, \"servers\": { \"runpod\"",
            "grants.json:2:104: error grants_unknown_member at /grants/0/server: unknown member 'server' (did you mean 'servers'?)"),
        ("\"id\": \"dev\", ", "", "grants.json:3:3: error grants_missing_member at /grants/1: missing member 'id'"),
        ("\"dev\"", "\"my agent\"",
            "grants.json:3:11: error grants_invalid_id at /grants/1/id: expected an id of 1 to 64 letters, digits, '.', '_', '-' and "
                + "'@', the first a letter or digit, found 'my agent'"),
        ("\"dev\"", "\"anonymous\"",
            "grants.json:3:11: error grants_invalid_id at /grants/1/id: expected an id of 1 to 64 letters, digits, '.', '_', '-' and "
                + "'@', the first a letter or digit, and not 'anonymous', found 'anonymous'"),
        ("\"dev\"", "\"ci\"",
            "grants.json:3:11: error grants_duplicate_id at /grants/1/id: duplicate id 'ci'; it first occurs at line 2, column 11"),
        ("\"<B>\"", "\"" + GrantFolder.TokenB
            + "\"", "grants.json:3:35: error grants_plain_token at /grants/1/tokenHashes/0: expected a token's SHA-256, found a token "
            + "itself: anyone who reads this file could use it (make another with 'edge grant new', which writes its hash)"),
        ("\"<B>\"", "\"c0ffee\"",
            "grants.json:3:35: error grants_invalid_hash at /grants/1/tokenHashes/0: expected a token's SHA-256 in 64 hexadecimal "
                + "digits, found a string of 6 characters (make one with 'edge grant new')"),
        ("\"<B>\"", "\"<A>\"",
            "grants.json:3:35: error grants_duplicate_hash at /grants/1/tokenHashes/0: duplicate token hash; it first occurs at line 2, "
                + "column 34, in grant 'ci' (a token belongs to one grant)"),
        ("[ \"<B>\" ]", "\"" + GrantFolder.TokenB + "\"",
            "grants.json:3:33: error grants_wrong_type at /grants/1/tokenHashes: expected an array of token hashes, found a string"),
        ("[ \"<B>\" ]", "[]",
            "grants.json:3:33: error grants_empty_list at /grants/1/tokenHashes: expected at least one token hash, found none (make one "
                + "with 'edge grant new')"),
        ("\"research\"", "[ \"research\" ]",
            "grants.json:3:125: error grants_invalid_label at /grants/1/labels/team: expected a string, a number, true or false as label "
                + "'team', found an array"),
        ("\"research\"", "1e400",
            "grants.json:3:125: error grants_inexact_number at /grants/1/labels/team: '1e400' changes its value when it is read as a "
                + "double, as servers do; no argument can be compared with it"),
        ("\"labels\"", "\"expires\": \"2027-01-01\", \"labels\"",
            "grants.json:3:116: error grants_invalid_expiry at /grants/1/expires: expected a time as '2027-01-01T00:00:00Z', found "
                + "'2027-01-01'"),
        ("\"github\"", "\"githab\"",
            "grants.json:3:152: error grants_unknown_server at /grants/1/servers/githab: unknown server 'githab': no cluster has this "
                + "name; expected 'github' or 'runpod' (did you mean 'github'?)"),
        ("\"open\"", "\"opne\"",
            "grants.json:2:139: error grants_unknown_policy at /grants/0/servers/runpod/policy: unknown policy 'opne'; expected 'open' "
                + "or 'test' (did you mean 'open'?)"),
        ("\"github\": {}", "\"github\": { \"credential\": \"Bearer secret\" }",
            "grants.json:3:178: error grants_wrong_type at /grants/1/servers/github/credential: expected a credential, an object, found "
                + "a string"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"Mcp-Session-Id\", \"value\": \"x\" } }",
            "grants.json:3:190: error grants_invalid_credential at /grants/1/servers/github/credential/header: the header "
                + "'Mcp-Session-Id' has another meaning between Edge and the server; expected one as 'Authorization' or 'X-Api-Key'"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"Author ization\", \"value\": \"x\" } }",
            "grants.json:3:190: error grants_invalid_credential at /grants/1/servers/github/credential/header: expected a header's name "
                + "as 'Authorization', found 'Author ization'"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"X-Api-Key\", \"value\": \"${KEY}\" } }",
            "grants.json:3:212: error grants_invalid_credential at /grants/1/servers/github/credential/value: unknown reference "
                + "'${KEY}'; expected '${env:NAME}' or '${file:NAME}'"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"X-Api-Key\", \"value\": \"${file:../key}\" } }",
            "grants.json:3:212: error grants_invalid_credential at /grants/1/servers/github/credential/value: '${file:../key}' names no "
                + "file of the secrets directory; expected letters, digits, '.', '_' and '-', no '.' at the start and no path"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"X-Api-Key\", \"value\": \"${env:KEY\" } }",
            "grants.json:3:212: error grants_invalid_credential at /grants/1/servers/github/credential/value: a reference that starts "
                + "with '${' has no '}' behind it"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"X-Api-Key\", \"value\": \"${env:EDGE_NOT_SET}\" } }",
            "grants.json:3:212: error grants_credential_unreadable at /grants/1/servers/github/credential/value: the environment "
                + "variable 'EDGE_NOT_SET' is not set"),
        ("\"github\": {}", "\"github\": { \"credential\": { \"header\": \"X-Api-Key\", \"value\": \"${file:github}\" } }",
            "grants.json:3:212: error grants_credential_unreadable at /grants/1/servers/github/credential/value: there is no file "
                + "'github' in Edge:Grants:SecretsDirectory (looked for 'secrets/github')"),
        ("\"dev\"", "dev",
            "grants.json:3:11: error grants_json_syntax at (document): expected a value, found a bare word (strings are written in double "
                + "quotes)"),
    ];
}
