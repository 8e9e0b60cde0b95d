using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Edge.Admin;

namespace Edge.Cli;

/// <summary>Talks to the admin port of a running Edge in the name of a user. Not thread-safe.</summary>
internal sealed class AdminClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;

    /// <summary>A client for <paramref name="url"/> with a user's token.</summary>
    public AdminClient(Uri url, string token)
    {
        // Straight to Edge: a proxy of the environment must not see the token, and a redirect must not carry it away.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience };
        _http = new HttpClient(handler) { BaseAddress = url, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>
    /// Sends a request to <paramref name="path"/> below the address; the answer, which must be a <typeparamref name="T"/> and nothing else.
    /// </summary>
    /// <exception cref="AdminException">Edge was not reached, or refused, or it is not Edge.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: AdminJson.Options);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            await using var content = await response.Content.ReadAsStreamAsync(cancellation);
            using var json = await JsonDocument.ParseAsync(content, cancellationToken: cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
                throw Refused(response, json.RootElement);
            return json.Deserialize<T>(AdminJson.Options) ?? throw new JsonException("The answer is null.");
        }
        catch (HttpRequestException e)
        {
            throw Fault($"Edge cannot be reached at '{_http.BaseAddress}': {(e.InnerException ?? e).Message} (is it running? "
                + $"--admin-url or {AdminCommand.UrlVariable} names another address)");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Fault($"Edge at '{_http.BaseAddress}' gave no answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (JsonException)
        {
            throw NotEdge();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private AdminException Refused(HttpResponseMessage response, JsonElement problem)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return Fault($"Edge at '{_http.BaseAddress}' does not know this token: compare {AdminCommand.TokenVariable} with the users "
                + $"of Edge:Admin:Users (a new user needs a restart of Edge)");
        if (response.Content.Headers.ContentType?.MediaType != AdminProblem.ContentType
            || problem.ValueKind != JsonValueKind.Object || !problem.TryGetProperty("detail", out var detail)
            || !problem.TryGetProperty("code", out var code))
            return NotEdge();
        return new AdminException($"error: {detail.GetString()}", code.GetString());
    }

    private AdminException NotEdge() =>
        Fault($"what answers at '{_http.BaseAddress}' is not the admin port of an Edge ({AdminSettings.UrlKey} names it)");

    private static AdminException Fault(string text) => new($"error: {text}");
}
