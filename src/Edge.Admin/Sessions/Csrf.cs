using System.Security.Cryptography;
using System.Text;

namespace Edge.Admin.Sessions;

/// <summary>The word that every change by cookie must repeat, in a header or in a field of a form. Thread-safe.</summary>
/// <remarks>
/// No page and no answer says it but that to the sign-in: a cookie goes to every port of its host (RFC 6265, section 8.5), and whoever
/// answers at one, an agent on this machine perhaps, could read it here with the cookie. The browser keeps it for this origin alone
/// (session.js).
/// </remarks>
internal static class Csrf
{
    /// <summary>The header in which scripts send it.</summary>
    public const string Header = "X-Edge-Csrf";

    /// <summary>The field in which forms send it.</summary>
    public const string Field = "csrf";

    /// <summary>How it begins behind the address that the sign-in leads to; no server is sent it from there.</summary>
    public const string Fragment = "#word=";

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
