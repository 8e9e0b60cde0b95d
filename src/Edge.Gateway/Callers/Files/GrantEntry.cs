using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers.Files;

/// <summary>A grant to be written into a grants file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TokenHash">The SHA-256 of its token, in hexadecimal digits.</param>
/// <param name="Labels">Its labels, in order.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Servers">The servers it reaches, in order, each with its policy or null.</param>
internal sealed record GrantEntry(
    string Id,
    string TokenHash,
    IReadOnlyList<KeyValuePair<string, PolicyValue>> Labels,
    DateTimeOffset? Expires,
    IReadOnlyList<KeyValuePair<string, string?>> Servers)
{
    /// <summary>The entry as a person would write it, indented as an element of <c>grants</c>, without white space around it.</summary>
    public string Write()
    {
        var members = new List<string> { $"\"id\": {Quote(Id)}", $"\"tokenHashes\": [ {Quote(TokenHash)} ]" };
        if (Labels.Count > 0)
            members.Add($"\"labels\": {{ {string.Join(", ", Labels.Select(l => $"{Quote(l.Key)}: {Label(l.Value)}"))} }}");
        if (Expires is { } expires)
            members.Add($"\"expires\": {Quote(GrantWords.Write(expires))}");
        var servers =
            string.Join(", ", Servers.Select(s => $"{Quote(s.Key)}: {(s.Value is null ? "{}" : $"{{ \"policy\": {Quote(s.Value)} }}")}"));
        members.Add(servers.Length == 0 ? "\"servers\": {}" : $"\"servers\": {{ {servers} }}");

        var entry = new StringBuilder("{");
        entry.AppendJoin(',', members.Select(m => $"\n      {m}")).Append("\n    }");
        return entry.ToString();
    }

    private static string Label(PolicyValue value) => value switch
    {
        PolicyValue.Text text => Quote(text.Value),
        PolicyValue.Boolean boolean => boolean.Value ? "true" : "false",
        PolicyValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), "A label is a string, a number, true or false."),
    };

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
