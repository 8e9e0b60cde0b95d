using System.Text.Json;

namespace Edge.Admin;

/// <summary>
/// Reads the JSON body of a request to the admin port: bounded, strictly, with a problem in words for people. Thread-safe.
/// </summary>
internal static class AdminBody
{
    /// <summary>The bound on a body, in bytes; Kestrel enforces it.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Reads a <typeparamref name="T"/>, or says why there is none to read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">What the body should look like, for the problem.</param>
    public static async ValueTask<(T? Value, AdminProblem? Problem)> ReadAsync<T>(HttpRequest request, string expected)
        where T : class
    {
        // The type is asked for because no page of another origin can send it without asking first.
        if (!request.HasJsonContentType())
            return (null, new AdminProblem(StatusCodes.Status415UnsupportedMediaType, "content_type",
                "Send the body as application/json."));
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, AdminJson.Options, request.HttpContext.RequestAborted);
            return value is null ? (null, Wrong("$", expected)) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Wrong(e.Path ?? "$", expected));
        }
        catch (BadHttpRequestException e)
        {
            return (null, AdminProblem.Of(e.StatusCode));
        }
    }

    private static AdminProblem Wrong(string path, string expected) =>
        new(StatusCodes.Status400BadRequest,
            "body", $"Send {expected}; found something else at {(path.Length <= 80 ? path : string.Concat(path.AsSpan(0, 80), "…"))}.");
}
