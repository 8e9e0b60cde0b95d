using System.Globalization;

namespace Edge.Policy.Tests.Results;

/// <summary>Texts that look like secrets and are none.</summary>
internal static class NearMisses
{
    private const int OfEachKind = 16;

    private static readonly (string Kind, Func<Dice, string> Make)[] Kinds =
    [
        ("hashes", dice => dice.Of("sha1", "sha256", "md5") + ": " + dice.Text(dice.Of(32, 40, 64), Dice.Hex)),
        ("commits", dice => $"commit {dice.Text(40, Dice.Hex)}\nAuthor: A <a@b.dev>\n\n    Move the key of the cache"),
        ("UUIDs", dice => $"token: {Uuid(dice)} request_key={Uuid(dice)}"),
        ("base64 of images", dice => $"data:image/png;base64,{Convert.ToBase64String([0x89, 0x50, 0x4e, 0x47, .. dice.Bytes(300)])}"),
        ("lock files", dice => $$$"""{"a":{"version":"1.2.{{{dice.Next(9)}}}","integrity":"sha512-{{{dice.Text(86, Dice.Base64)}}}=="}}"""),
        ("hashes of Python packages", dice => $"requests==2.32.{dice.Next(9)} \\\n    --hash=sha256:{dice.Text(64, Dice.Hex)}"),
        ("container digests", dice => $"runpod/pytorch@sha256:{dice.Text(64, Dice.Hex)}"),
        ("keys in documentation", dice => dice.Of(
            "AKIAIOSFODNN7EXAMPLE", "sk-your-api-key-goes-here", "ghp_" + new string('x', 36), "rpa_YOUR_RUNPOD_API_KEY", "hf_...")),
        ("test keys", dice => $"{dice.Of("sk_test_", "pk_test_", "pk_live_")}{dice.Text(24)}"),
        ("placeholders", dice => dice.Of("API_KEY=", "password: ", "token=") + dice.Of(
            "${RUNPOD_API_KEY}", "<your-token-goes-here>", "****************", "{{ secrets.TOKEN_OF_CI }}", "changeme-changeme-1")),
        ("minified JavaScript", dice =>
            $"var {dice.Text(1, Dice.Letters)}=function(e){{return e.key===t.{dice.Text(5, Dice.Letters)}&&"
            + $"(n.token=e.getToken(\"{dice.Text(4)}\")),e.password=null}};"),
        ("public keys", dice =>
            $"-----BEGIN PUBLIC KEY-----\n{dice.Text(64, Dice.Base64)}\n-----END PUBLIC KEY-----\n"
            + $"ssh-ed25519 {dice.Text(68, Dice.Base64)} a@b"),
        ("certificates", dice =>
            $"-----BEGIN CERTIFICATE-----\n{dice.Text(64, Dice.Base64)}\n{dice.Text(64, Dice.Base64)}\n-----END CERTIFICATE-----"),
        ("URLs", dice => $"https://cdn.example.net:8443/{dice.Text(20)}?v={dice.Text(12)}&t=a:b@c and user@host:/srv/data"),
        ("counts of tokens", dice =>
            $$$"""{"max_tokens":{{{dice.Next(4096)}}},"prompt_tokens":{{{dice.Next(99)}}},"tokens":"{{{dice.Text(20)}}}"}"""),
        ("names of things", dice => dice.Of(
            "\"primary_key\": \"customer_id_and_order_id\"",
            "sort_key=created_at_timestamp_utc", "secret_name: runpod-production-db-7", "token_file=/var/run/secrets/9/token-8")),
        ("cursors", dice => $$$"""{"nextPageToken":"{{{dice.Text(40, Dice.Base64Url)}}}","progressToken":"{{{dice.Text(24)}}}"}"""),
        ("public keys by name", dice => $"PUBLIC_KEY={dice.Text(44, Dice.Base64)} public_token: {dice.Text(32)}"),
        ("pods", dice => $$$"""{"id":"{{{dice.Text(14, Dice.Hex)}}}","gpuTypeId":"NVIDIA A40","costPerHr":0.{{{dice.Next(99)}}}}"""),
        ("times and addresses", dice => string.Create(
            CultureInfo.InvariantCulture,
            $"2026-12-01T10:{dice.Next(59):00}:00.123456Z 10.0.{dice.Next(255)}.7 fe80::1 02:42:ac:11:00:{dice.Next(255):x2}")),
    ];

    /// <summary>All of them, with their kind; the same in every run.</summary>
    public static IReadOnlyList<(string Kind, string Text)> All { get; } =
    [
        .. Kinds.SelectMany((kind, number) => Enumerable.Range(0, OfEachKind)
            .Select(i => (kind.Kind, kind.Make(new Dice((ulong)((number * 1000) + 500 + i)))))),
    ];

    private static string Uuid(Dice dice) => new Guid(dice.Bytes(16)).ToString();
}
