using System.Text;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>Requests to the admin port, byte by byte.</summary>
internal static class AdminRequests
{
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    /// <summary>Sends a request without a body.</summary>
    public static Task<RawResponse> AdminAsync(this EdgeHost edge, string method, string path, params string[] headers) =>
        RawHttp.RequestAsync(new Uri(edge.Admin, path), method, default, headers);

    /// <summary>Sends a request with a body.</summary>
    public static Task<RawResponse> AdminSendAsync(this EdgeHost edge, string method, string path, string body, params string[] headers) =>
        RawHttp.RequestAsync(new Uri(edge.Admin, path), method, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Freezes as 'anna', who may.</summary>
    public static Task FreezeAsync(this EdgeHost edge, string target) => ChangeAsync(edge, "PUT", target);

    /// <summary>Thaws as 'anna', who may.</summary>
    public static Task ThawAsync(this EdgeHost edge, string target) => ChangeAsync(edge, "DELETE", target);

    /// <summary>Signs in as a browser does: the header with the session's cookie, and the word that changes need beside it.</summary>
    public static async Task<(string Cookie, string Word)> SignInAsync(this EdgeHost edge, string token, string to)
    {
        var answer = await edge.AdminSendAsync("POST", "/sign-in", $"token={token}&to={to}",
            "Content-Type: application/x-www-form-urlencoded");
        Assert.Equal(303, answer.Status);
        var parts = answer.Header("Location")!.Split("#word=");
        Assert.Equal(2, parts.Length);
        return ($"Cookie: {answer.Header("Set-Cookie")!.Split(';')[0]}", parts[1]);
    }

    private static async Task ChangeAsync(EdgeHost edge, string method, string target)
    {
        var answer = await edge.AdminSendAsync(method, "/api/freezes", target, AsAdmin);
        Assert.True(answer.Status == 200, answer.Text);
    }
}
