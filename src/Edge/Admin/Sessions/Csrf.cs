using System.Security.Cryptography;
using System.Text;

namespace Edge.Admin.Sessions;

/// <summary>The word that every change by cookie must repeat, in a header or in a field of a form. Thread-safe.</summary>
internal static class Csrf
{
    /// <summary>The header in which scripts send it.</summary>
    public const string Header = "X-Edge-Csrf";

    /// <summary>The field in which forms send it.</summary>
    public const string Field = "csrf";

    /// <summary>Whether a request changes nothing, or says the word of the session.</summary>
    public static async ValueTask<bool> AllowsAsync(HttpRequest request, AdminSession session)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return true;
        if (request.Headers[Header] is [{ } header])
            return IsWord(header, session);
        if (!request.HasFormContentType)
            return false;
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form[Field] is [{ } field] && IsWord(field, session);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            // A form that cannot be read says nothing.
            return false;
        }
    }

    private static bool IsWord(string word, AdminSession session) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(word), Encoding.UTF8.GetBytes(session.Csrf));
}
