using System.Text;

namespace Edge.Policy.Tests.Results;

/// <summary>
/// Makes secrets of every kind that is shipped, valid in form and, where there is one, in checksum. None was ever issued.
/// </summary>
internal static class PlantedSecrets
{
    private const int OfEachKind = 16;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Func<Dice, PlantedSecret>[] Kinds =
    [
        dice => Token("runpod-key", "rpa_", dice.Text(46, Dice.Capitals)),
        dice => Token("aws-access-key", dice.Of("AKIA", "ASIA"), dice.Text(16, Dice.Capitals)),
        dice => Token("gcp-api-key", "AIza", dice.Text(35, Dice.Base64Url)),
        dice => Token("gcp-oauth-secret", "GOCSPX-", dice.Text(28)),
        dice => Token("azure-client-secret", $"{dice.Text(3)}8Q~", dice.Text(34)),
        dice => Token("azure-storage-key", "AccountKey=", dice.Text(86, Dice.Base64) + "=="),
        dice => Token("azure-sas", "?sv=2024-11-04&sig=", dice.Text(43) + "%3D"),
        dice => Token("github-token", $"gh{dice.Of('p', 'o', 'u', 's', 'r')}_", Checked(dice.Text(30))),
        dice => Token("github-pat", "github_pat_", $"{dice.Text(22)}_{dice.Text(59)}"),
        dice => Token("gitlab-token", dice.Of("glpat-", "glrt-", "gldt-", "glptt-"), dice.Text(20)),
        dice => Token("huggingface-token", dice.Of("hf_", "api_org_"), dice.Text(34, Dice.Letters)),
        dice => Token("anthropic-key", dice.Of("sk-ant-api03-", "sk-ant-admin01-"), dice.Text(93, Dice.Base64Url) + "AA"),
        dice => Token("openai-key", dice.Of("sk-proj-", "sk-svcacct-"), dice.Text(120, Dice.Base64Url)),
        dice => Token(
            "slack-token", dice.Of("xoxb-", "xoxp-"), $"{dice.Text(12, Dice.Digits)}-{dice.Text(13, Dice.Digits)}-{dice.Text(24)}"),
        dice => Token(
            "slack-webhook", "https://hooks.slack.com/services/",
            $"T{dice.Text(9, Dice.Capitals)}/B{dice.Text(10, Dice.Capitals)}/{dice.Text(24)}"),
        dice => Token("stripe-key", dice.Of("sk_live_", "rk_live_"), dice.Text(24)),
        dice => Token("npm-token", "npm_", Checked(dice.Text(30))),
        dice => Token(
            "jwt",
            Part(dice, """{"alg":"ES256","kid":"{0}"}"""),
            $".{Part(dice, """{"sub":"{0}","exp":1790000000}""")}.{dice.Text(86, Dice.Base64Url)}"),
        dice => Token("private-key", Pem("BEGIN"), $"\n{dice.Text(64, Dice.Base64)}\n{dice.Text(64, Dice.Base64)}\n{Pem("END")}"),
        dice => Token("url-password", $"{dice.Of("postgres", "mysql", "redis", "amqp")}://edge:", dice.Text(14), "@db.internal/x"),
        dice => Token("named-secret", dice.Of("API_KEY=", "DB_PASSWORD=", "client_secret=", "auth.token="), dice.Text(32)),
    ];

    /// <summary>All of them; the same in every run.</summary>
    public static IReadOnlyList<PlantedSecret> All { get; } =
        [.. Kinds.SelectMany((make, kind) => Enumerable.Range(0, OfEachKind).Select(i => make(new Dice((ulong)((kind * 1000) + i)))))];

    private static PlantedSecret Token(string detector, string prefix, string secret, string suffix = "") =>
        new(detector, prefix + secret + suffix, secret);

    private static string Part(Dice dice, string json) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(json.Replace("{0}", dice.Text(10), StringComparison.Ordinal)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Pem(string edge) => $"-----{edge} RSA PRIVATE KEY-----";

    // GitHub, "Behind GitHub's new authentication token formats" (2021): CRC-32 of the rest, in base 62.
    private static string Checked(string body)
    {
        var crc = Crc32(body);
        var digits = new char[6];
        for (var i = digits.Length - 1; i >= 0; i--, crc /= 62)
            digits[i] = Base62[(int)(crc % 62)];
        return body + new string(digits);
    }

    private static uint Crc32(string text)
    {
        var crc = uint.MaxValue;
        foreach (var c in text)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 * (crc & 1));
        }

        return ~crc;
    }
}
