using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Gateway.Approvals;

/// <summary>
/// The arguments of a call as people may see them: JSON without white space, numbers as sent, what is configured as secret replaced by
/// <c>"***"</c>, characters that are invisible or turn the text's direction as escapes. Pure.
/// </summary>
internal static class ArgumentText
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "\"***\"";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Mcp.Json.JsonDepth.Max };

    /// <summary>Writes arguments that were read strictly; none are <c>{}</c>.</summary>
    /// <param name="arguments">The bytes as sent.</param>
    /// <param name="secrets">
    /// Where secrets stand. All below such a place is hidden but the names; so is a text in place of an object on the way there.
    /// </param>
    public static string Of(in ReadOnlySequence<byte> arguments, IReadOnlyList<ValuePath> secrets)
    {
        if (arguments.IsEmpty)
            return "{}";
        using var json = JsonDocument.Parse(arguments, Options);
        var text = new StringBuilder((int)arguments.Length);
        Write(text, json.RootElement, [.. secrets.Select(path => (path, 0))], hidden: false);
        return text.ToString();
    }

    /// <summary>Whether there is anything in arguments that people may not see.</summary>
    public static bool Hides(in ReadOnlySequence<byte> arguments, IReadOnlyList<ValuePath> secrets) =>
        secrets.Count > 0 && Of(arguments, secrets) != Of(arguments, []);

    /// <summary>The same over several lines, two spaces a level, for reading; the characters of names, strings and numbers stay.</summary>
    public static string Indent(string text)
    {
        var lines = new StringBuilder(text.Length * 2);
        var (level, inString) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
                inString = !inString;
            if (inString)
            {
                lines.Append(c);
                if (c == '\\')
                    lines.Append(text[++i]);
                continue;
            }

            var isEmpty = c is '{' or '[' && text[i + 1] is '}' or ']';
            if (isEmpty)
                lines.Append(c).Append(text[++i]);
            else if (c is '{' or '[')
                Break(lines.Append(c), ++level);
            else if (c is '}' or ']')
                Break(lines, --level).Append(c);
            else if (c == ',')
                Break(lines.Append(c), level);
            else
                lines.Append(c == ':' ? ": " : c);
        }

        return lines.ToString();
    }

    private static StringBuilder Break(StringBuilder lines, int level) => lines.Append('\n').Append(' ', level * 2);

    private static void Write(StringBuilder text, JsonElement value, (ValuePath Path, int Steps)[] secrets, bool hidden)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value, secrets, hidden);
                break;
            case JsonValueKind.Array:
                WriteArray(text, value, secrets, hidden);
                break;
            case var _ when hidden:
                text.Append(Hidden);
                break;
            case JsonValueKind.String:
                // What should be an object may hold one, written down.
                if (secrets.Length > 0)
                    text.Append(Hidden);
                else
                    WriteString(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value, (ValuePath Path, int Steps)[] secrets, bool hidden)
    {
        text.Append('{');
        var first = true;
        foreach (var member in value.EnumerateObject())
        {
            if (!first)
                text.Append(',');
            first = false;
            WriteString(text, member.Name);
            text.Append(':');
            WriteBelow(text, member.Value, secrets, hidden, step => step.Kind == PathSegmentKind.Member && step.Name == member.Name);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonElement value, (ValuePath Path, int Steps)[] secrets, bool hidden)
    {
        text.Append('[');
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (index > 0)
                text.Append(',');
            var at = index++;
            WriteBelow(text, element, secrets, hidden, step => step.Kind == PathSegmentKind.Each || step.Kind == PathSegmentKind.Index
                && step.Index == at);
        }

        text.Append(']');
    }

    private static void WriteBelow(StringBuilder text, JsonElement value, (ValuePath Path, int Steps)[] secrets, bool hidden,
        Func<PathSegment, bool> leadsHere)
    {
        var below = secrets.Length == 0 ? secrets
            : [.. secrets.Where(s => leadsHere(s.Path.Segments[s.Steps])).Select(s => (s.Path, s.Steps + 1))];
        hidden |= below.Any(s => s.Steps == s.Path.Segments.Length);
        Write(text, value, hidden ? [] : below, hidden);
    }

    // Every character that is not seen as itself becomes an escape of JSON's, so that the text stays JSON.
    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        text.Append(
            UserText.Printable(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)));
        text.Append('"');
    }
}
