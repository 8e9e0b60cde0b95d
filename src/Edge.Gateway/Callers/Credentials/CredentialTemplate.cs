using System.Buffers;
using System.Text;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Text;

namespace Edge.Gateway.Callers.Credentials;

/// <summary>A credential as written: a header and a value with references to secrets. Immutable.</summary>
internal sealed class CredentialTemplate
{
    private const int MaxValue = 16 * 1024;
    private const string Opening = "${";

    private static readonly SearchValues<char> FileCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> VariableCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] NotForCredentials = ["Host", "Accept", "Date", "Via", McpHeaders.LastEventId, "traceparent",
        "tracestate", "baggage"];

    private readonly string _header;
    private readonly List<(string? Text, SecretReference Secret)> _parts;

    private CredentialTemplate(string header, List<(string? Text, SecretReference Secret)> parts) => (_header, _parts) = (header, parts);

    /// <summary>Why a header cannot carry a credential; null if it can.</summary>
    public static string? HeaderProblem(string header)
    {
        if (!HeaderValue.IsName(header))
            return $"expected a header's name as 'Authorization', found {UserText.Quote(header)}";
        var isTaken = header.StartsWith(McpHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
            || header.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || NotForCredentials.Contains(header, StringComparer.OrdinalIgnoreCase)
            || ForwardedHeaderRules.Drops(header);
        return isTaken
            ? $"the header '{header}' has another meaning between Edge and the server; expected one as 'Authorization' or 'X-Api-Key'"
            : null;
    }

    /// <summary>
    /// Reads a value with its references; null and the problem when a reference cannot be read. The value is not repeated.
    /// </summary>
    public static CredentialTemplate? Read(string header, string value, out string problem)
    {
        problem = "";
        var parts = new List<(string? Text, SecretReference Secret)>();
        for (var rest = value; rest.Length > 0;)
        {
            var start = rest.IndexOf(Opening, StringComparison.Ordinal);
            if (start != 0)
            {
                parts.Add((start < 0 ? rest : rest[..start], default));
                rest = start < 0 ? "" : rest[start..];
                continue;
            }

            var end = rest.IndexOf('}', StringComparison.Ordinal);
            if (end < 0)
            {
                problem = "a reference that starts with '${' has no '}' behind it";
                return null;
            }

            if (Reference(rest[Opening.Length..end], out problem) is not { } reference)
                return null;
            parts.Add((null, reference));
            rest = rest[(end + 1)..];
        }

        return new CredentialTemplate(header, parts);
    }

    /// <summary>Fills in the secrets; null and the problem when one cannot be had, or the whole is no header's value.</summary>
    public Credential? Resolve(SecretReader secrets, out string problem)
    {
        problem = "";
        var value = new StringBuilder();
        foreach (var (text, secret) in _parts)
        {
            var (read, unreadable) = text is null ? secrets.Read(secret) : (text, null);
            if (read is null)
            {
                problem = unreadable!;
                return null;
            }

            value.Append(read);
        }

        var filled = value.ToString();
        if (filled.Length is > 0 and <= MaxValue && filled.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            && filled.Trim().Length == filled.Length)
            return new Credential(_header, filled);
        problem = $"the value, with its secrets filled in, is not one line of 1 to {MaxValue} visible ASCII characters";
        return null;
    }

    private static SecretReference? Reference(string text, out string problem)
    {
        var (kind, name) = text.Split(':', 2) is [var k, var n] ? (k, n) : (text, "");
        switch (kind)
        {
            // A name of the directory itself: nothing that leads out of it, and nothing hidden in it.
            case "file" when name.Length > 0 && name[0] != '.' && !name.AsSpan().ContainsAnyExcept(FileCharacters):
            case "env" when name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(VariableCharacters):
                problem = "";
                return new SecretReference(kind == "file", name);
            case "file":
                problem = $"{UserText.Quote($"${{{text}}}")} names no file of the secrets directory; expected letters, digits, '.', "
                    + $"'_' and '-', no '.' at the start and no path";
                return null;
            case "env":
                problem = $"{UserText.Quote($"${{{text}}}")} names no environment variable; expected letters, digits and '_'";
                return null;
            default:
                problem = $"unknown reference {UserText.Quote($"${{{text}}}")}; expected '${{env:NAME}}' or '${{file:NAME}}'";
                return null;
        }
    }
}
