using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Rewrites a server's <c>WWW-Authenticate</c> so that it does not lead callers straight to the server.</summary>
internal static partial class Challenge
{
    private const string Parameter = "resource_metadata";

    /// <summary>
    /// The challenges with their <c>resource_metadata</c> (RFC 9728, section 5.1) naming <paramref name="metadata"/>, or without that
    /// parameter. A challenge from which it cannot be taken for certain is dropped.
    /// </summary>
    public static StringValues Rewrite(StringValues challenges, Uri? metadata)
    {
        var kept = new List<string>();
        foreach (var challenge in challenges)
        {
            if (challenge is null)
                continue;
            var without = MetadataParameter().Replace(challenge, "").TrimEnd(' ', ',');
            if (without.Contains(Parameter, StringComparison.OrdinalIgnoreCase))
                continue;
            if (without.Length == challenge.Length || metadata is null)
                kept.Add(without);
            else
                kept.Add($"{without}{(without.Contains(' ', StringComparison.Ordinal) ? "," : "")} {Parameter}=\"{metadata}\"");
        }

        return new StringValues([.. kept]);
    }

    // Behind another parameter it takes the comma before it along; behind the scheme's name, the comma after it.
    [GeneratedRegex(
        """,\s*resource_metadata\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"]+)|(?<=\s)resource_metadata\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"]+)(?:"""
        + """\s*,\s*)?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex MetadataParameter();
}
