using System.Globalization;
using System.Text;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Cli.Grants;

/// <summary>Reads what is written behind the options of <c>edge grant new</c>.</summary>
internal static class GrantArguments
{
    /// <summary>Servers, each with its policy or null: <c>NAME</c> or <c>NAME=POLICY</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Servers(IEnumerable<string> texts, List<string> errors)
    {
        var servers = new List<KeyValuePair<string, string?>>();
        foreach (var text in texts)
        {
            var (name, policy) = Split(text);
            if (name.Length == 0 || policy?.Length == 0)
                errors.Add($"error grants_invalid_option at --server: expected NAME or NAME=POLICY, found '{text}'");
            else if (servers.Any(s => s.Key == name))
                errors.Add($"error grants_invalid_option at --server: the server '{name}' is named twice");
            else
                servers.Add(new(name, policy));
        }

        return servers;
    }

    /// <summary>Labels: <c>NAME=VALUE</c>, where <c>true</c>, <c>false</c> and numbers are such, and all else is text.</summary>
    public static IReadOnlyList<KeyValuePair<string, PolicyValue>> Labels(IEnumerable<string> texts, List<string> errors)
    {
        var labels = new List<KeyValuePair<string, PolicyValue>>();
        foreach (var text in texts)
        {
            var (name, value) = Split(text);
            if (name.Length == 0 || value is null)
                errors.Add($"error grants_invalid_option at --label: expected NAME=VALUE, found '{text}'");
            else if (labels.Any(l => l.Key == name))
                errors.Add($"error grants_invalid_option at --label: the label '{name}' is named twice");
            else
                labels.Add(new(name, Label(value)));
        }

        return labels;
    }

    /// <summary>An end: a duration from now, as <c>30d</c>; a day, at whose start (UTC) it comes; or a time with its offset.</summary>
    public static DateTimeOffset? Expiry(string? text, DateTimeOffset now, List<string> errors)
    {
        if (text is null)
            return null;
        DateTimeOffset end;
        if (DurationParser.TryRead(text, out var duration))
            end = now + duration;
        else if (!DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out end)
            && !GrantWords.TryReadTime(text, out end))
        {
            errors.Add($"error grants_invalid_expiry at --expires: expected a duration as '30d' (at most 366d), a day as '2027-01-01' "
                + $"or a time as '2027-01-01T00:00:00Z', found '{text}'");
            return null;
        }

        if (end <= now)
            errors.Add($"error grants_invalid_expiry at --expires: expected a time to come, found '{text}'");
        return end;
    }

    /// <summary>Throws when there are mistakes.</summary>
    /// <exception cref="StartupException">There are.</exception>
    public static void ThrowOn(List<string> errors)
    {
        if (errors.Count > 0)
            throw new StartupException(errors);
    }

    private static PolicyValue Label(string value) => value switch
    {
        "true" or "false" => new PolicyValue.Boolean(value == "true"),
        _ when ExactNumber.TryRead(Encoding.UTF8.GetBytes(value), out var number) => new PolicyValue.Number(number),
        _ => new PolicyValue.Text(value),
    };

    private static (string Name, string? Value) Split(string text) =>
        text.Split('=', 2) is [var name, var value] ? (name, value) : (text, null);
}
