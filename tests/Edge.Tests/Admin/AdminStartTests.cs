using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Gateway.Keys;
using Edge.Gateway.Settings;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>Opening and closing the admin port, and what an operator reads when it cannot be opened.</summary>
public sealed class AdminStartTests
{
    private const string Url = "Edge:Admin:Url";
    private static readonly string Hash = AccessToken.HashText(Operators.Admin);

    [Theory]
    [InlineData("http://127.0.0.1:8081/admin")]
    [InlineData("ftp://127.0.0.1:8081")]
    [InlineData("127.0.0.1:8081")]
    [InlineData("http://unix:/run/edge.sock")]
    [InlineData("http://localhost:0")]
    [InlineData("8081")]
    public async Task What_is_no_address_is_refused(string url) => Assert.Equal(
        [$"the command line: error config_wrong_type at Edge:Admin:Url: expected an address such as 'http://127.0.0.1:8081', without a "
            + $"path, found '{url}'"],
        await MistakesAsync((Url, url)));

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://edge.example:0")]
    public async Task Other_machines_are_not_let_near_it_as_long_as_there_are_no_users(string url) => Assert.Equal(
        [$"the command line: error admin_no_users at Edge:Admin:Url: expected a loopback address as long as there are no users, found "
            + $"'{url}' ('edge user new NAME --role admin' makes a user)"],
        await MistakesAsync((Url, url)));

    [Fact]
    public async Task Every_mistake_in_a_user_is_named_and_no_secret_is_repeated() => Assert.Equal(
        [
            "the command line: error config_wrong_type at Edge:Admin:Users:0:name: expected 1 to 64 letters, digits, '.', '_', '-' and "
                + "'@', the first a letter or digit, found 'an na'",
            "the command line: error admin_plain_token at Edge:Admin:Users:0:tokenHash: expected the SHA-256 of the user's token, found "
                + "the token itself: it is no secret any more, make another ('edge user new')",
            "the command line: error config_unknown_value at Edge:Admin:Users:0:role: unknown value 'boss'; expected 'viewer' or "
                + "'approver' or 'admin'",
            "the command line: error config_missing at Edge:Admin:Users:1:name: expected the user's name, found none",
            "the command line: error config_wrong_type at Edge:Admin:Users:1:tokenHash: expected the SHA-256 of the user's token, 64 hex "
                + "digits, found something else",
            "the command line: error config_missing at Edge:Admin:Users:1:role: expected 'viewer' or 'approver' or 'admin', found none",
            "the command line: error config_unknown_key at Edge:Admin:Users:1:rol: unknown key 'rol' (did you mean 'role'?)",
        ],
        await MistakesAsync(
            ("Edge:Admin:Users:0:name", "an na"), ("Edge:Admin:Users:0:tokenHash", Operators.Admin), ("Edge:Admin:Users:0:role", "boss"),
            ("Edge:Admin:Users:1:tokenHash", "hunter2"), ("Edge:Admin:Users:1:rol", "admin")));

    [Fact]
    public async Task Two_users_share_neither_name_nor_token() => Assert.Equal(
        [
            "the command line: error admin_user_twice at Edge:Admin:Users:1:name: expected a name of its own for each user, found 'anna' "
                + "twice",
            "the command line: error admin_token_twice at Edge:Admin:Users:2:tokenHash: expected a token of its own for each user, found "
                + "that of 'anna' again",
        ],
        await MistakesAsync(
            ("Edge:Admin:Users:0:name", "anna"), ("Edge:Admin:Users:0:tokenHash", Hash), ("Edge:Admin:Users:0:role", "admin"),
            ("Edge:Admin:Users:1:name", "anna"), ("Edge:Admin:Users:1:tokenHash", AccessToken.HashText("x")),
                ("Edge:Admin:Users:1:role", "viewer"),
            ("Edge:Admin:Users:2:name", "paul"), ("Edge:Admin:Users:2:tokenHash", Hash.ToUpperInvariant()),
                ("Edge:Admin:Users:2:role", "viewer")));

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        Assert.Equal(
            [$"the command line: error admin_port_taken at Edge:Admin:Url: expected a free address, found '{url}' in use by another "
                + $"program"],
            await MistakesAsync((Url, url)));
    }

    [Fact]
    public async Task Https_without_a_certificate_stops_the_start() => Assert.Equal(
        "the command line: error admin_certificate at Edge:Admin:Url: https needs a certificate in Kestrel:Certificates:Default: *",
        System.Text.RegularExpressions.Regex.Replace(Assert.Single(await MistakesAsync((Url, "https://127.0.0.1:0"))),
                "(?<=Default: ).*", "*"));

    [Fact]
    public async Task With_a_certificate_it_is_encrypted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var file = Path.Combine(Path.GetTempPath(), $"edge-{Guid.NewGuid():N}.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "pw"));
        try
        {
            await using var edge =
                await EdgeHost.StartAsync(settings: [(Url, "https://127.0.0.1:0"), ("Kestrel:Certificates:Default:Path", file),
                ("Kestrel:Certificates:Default:Password", "pw")]);
            using var handler = new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, sent, _, _) =>
                sent!.Thumbprint == certificate.Thumbprint
            };
            using var http = new HttpClient(handler);
            Assert.Equal("https", edge.Admin.Scheme);
            Assert.Equal("""{"status":"alive"}""", await http.GetStringAsync(new Uri(edge.Admin, "/healthz"), Deadline.Token));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task On_all_addresses_it_lets_in_addresses_and_the_names_it_was_given()
    {
        await using var edge =
            await EdgeHost.StartAsync(
            settings: [.. Operators.Settings, (Url, "http://0.0.0.0:0"), ("Edge:Admin:AllowedHosts:0", "edge.example")]);
        Assert.Single(edge.Logs.Lines, l => l.Id.Name == "AdminInTheClear"
            && l.Message.StartsWith("The admin port http://0.0.0.0:0 is not encrypted: users' tokens are sent in plain text.",
            StringComparison.Ordinal));
        var address = new Uri($"http://127.0.0.1:{edge.Admin.Port}/healthz");
        foreach (var (host, status) in new[] { ("10.1.2.3", 200), ("[fd00::1]:8081", 200), ("edge.example", 200), ("localhost", 200),
            ("evil.example", 400) })
            Assert.Equal((host, status), (host, (await RawHttp.RequestAsync(address, "GET", default, $"Host: {host}")).Status));
    }

    [Fact]
    public async Task It_closes_with_the_gateway_and_does_not_outlive_a_failed_start()
    {
        await using var edge = await EdgeHost.StartAsync();
        var (admin, mcp) = (edge.Admin, edge.Base);
        var second = FreePort.Next();
        var taken = await MistakesAsync((Url, $"http://127.0.0.1:{second}"), ("Kestrel:Endpoints:Mcp:Url", $"http://127.0.0.1:{mcp.Port}"));
        Assert.StartsWith("the command line: error mcp_port_taken at Kestrel:Endpoints:Mcp:Url: ", Assert.Single(taken),
            StringComparison.Ordinal);
        // The third Edge opens its admin port first, and then cannot open the one address of two endpoints twice.
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await Assert.ThrowsAsync<IOException>(() => EdgeHost.StartAsync(settings:
            [(Url, $"http://127.0.0.1:{second}"), ("Kestrel:Endpoints:Mcp:Url", url), ("Kestrel:Endpoints:Other:Url", url)]));
        await Assert.ThrowsAsync<SocketException>(() =>
            RawHttp.RequestAsync(new Uri($"http://127.0.0.1:{second}/healthz"), "GET", default));

        Assert.Equal(200, (await RawHttp.RequestAsync(new Uri(admin, "/healthz"), "GET", default)).Status);
        await edge.StopAsync();
        await Assert.ThrowsAsync<SocketException>(() => RawHttp.RequestAsync(new Uri(admin, "/healthz"), "GET", default));
    }

    private static async Task<IReadOnlyList<string>> MistakesAsync(params (string Key, string Value)[] settings)
    {
        try
        {
            await using var edge = await EdgeHost.StartAsync(settings: settings);
            return [];
        }
        catch (StartupException e)
        {
            return e.Lines;
        }
    }
}
