using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Edge.EndToEnd.Running;
using Edge.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Edge.EndToEnd;

/// <summary>TLS and HTTP/2 on both sides, by the commands and settings of docs/deploying.md.</summary>
public sealed partial class EncryptionTests : IAsyncLifetime
{
    private const string Policy = """{ "version": "1", "default": "deny", "tools": { "allowed": {} } }""";

    private static readonly string[] Blocks =
        [.. ShellBlock().Matches(Repository.Read("docs", "deploying.md")).Select(block => block.Groups[1].Value)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-encryption-");
    private X509Certificate2 _certificate = null!;

    public async ValueTask InitializeAsync()
    {
        using var openssl =
            Process.Start(
            new ProcessStartInfo("sh", ["-c", Blocks.Single(block => block.StartsWith("openssl ", StringComparison.Ordinal))])
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardError = true
            })!;
        var said = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync(Deadline.Token);
        Assert.True(openssl.ExitCode == 0, said);
        _certificate = X509Certificate2.CreateFromPemFile(At("edge.pem"), At("edge.key.pem"));
    }

    public ValueTask DisposeAsync()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Both_sides_are_encrypted_and_speak_HTTP2_under_the_same_policy()
    {
        await using var server = await StartServerAsync(https => https.UseHttps(_certificate));
        await using var edge = await StartEdgeAsync(server, Exports("Kestrel__"), ("SSL_CERT_FILE", At("edge.pem")));
        // The call of the page, which need not be made by curl.
        var body = Regex.Match(Blocks.Single(block => block.StartsWith("curl ", StringComparison.Ordinal)), "-d '(.*)'").Groups[1].Value;
        foreach (var version in (Version[])[HttpVersion.Version20, HttpVersion.Version11])
        {
            server.Forget();
            Assert.Equal((200, version, false), await CallAsync(edge, version, Call("allowed")));
            Assert.Equal("HTTP/2", Assert.Single(server.Received).Protocol);
            Assert.Equal((200, version, true), await CallAsync(edge, version, body));
            Assert.Single(server.Received);
        }

        // The certificate's files are looked at without an inotify instance.
        Assert.Equal(0, edge.InotifyInstances);
        // Nothing is said to whoever does not encrypt.
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            RawHttp.PostAsync(new UriBuilder(edge.Url) { Scheme = "http" }.Uri, Call("allowed")));
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_not_called()
    {
        await using var server = await StartServerAsync(https => https.UseHttps(_certificate));
        await using var edge = await StartEdgeAsync(server, []);
        Assert.Equal(502, (await RawHttp.PostAsync(edge.Url, Call("allowed"))).Status);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_server_may_speak_plain_HTTP2()
    {
        await using var server = await StartServerAsync(plain => plain.Protocols = HttpProtocols.Http2);
        await using var edge = await StartEdgeAsync(server, Exports("ReverseProxy__"));
        Assert.Equal(200, (await RawHttp.PostAsync(edge.Url, Call("allowed"))).Status);
        Assert.Equal(("HTTP/2", Call("allowed")), Assert.Single(server.Received.Select(r => (r.Protocol, r.Text))));
    }

    private static string Call(string tool) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}"}}""";

    private static Task<ScriptedServer> StartServerAsync(Action<ListenOptions> listener) => ScriptedServer.StartAsync(listener: listener);

    private static async Task<EdgeProgram> StartEdgeAsync(ScriptedServer server, IEnumerable<(string, string)> exports,
        params (string, string)[] settings) =>
        await EdgeProgram.StartAsync(server.Address, Policy, [.. exports, .. settings]);

    // Trusts the one certificate and asks for exactly one version of HTTP.
    private async Task<(int Status, Version Version, bool IsDenied)> CallAsync(EdgeProgram edge, Version version, string body)
    {
        using var handler =
            new SocketsHttpHandler
            {
                SslOptions =
            new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown!.GetCertHashString() == _certificate.GetCertHashString()
            }
            };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, edge.Url)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body, Encoding.UTF8, "application/json")
        };
        using var answer = await client.SendAsync(request, Deadline.Token);
        return ((int)answer.StatusCode, answer.Version,
            (await answer.Content.ReadAsStringAsync(Deadline.Token)).Contains("\"isError\":true", StringComparison.Ordinal));
    }

    // The page's settings, with this test's port and folder.
    private List<(string Name, string Value)> Exports(string prefix)
    {
        var port = FreePort.Next();
        var exports = Blocks.SelectMany(block => block.Split('\n'))
            .Where(line => line.StartsWith($"export {prefix}", StringComparison.Ordinal))
            .Select(line => line["export ".Length..].Split('=', 2))
            .Select(pair =>
            (pair[0], Regex.Replace(pair[1].Replace("8443", $"{port}", StringComparison.Ordinal), "^edge.*pem$", match => At(match.Value))))
            .ToList();
        Assert.NotEmpty(exports);
        return exports;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
