using System.Text;
using Edge.Policy.Matching;

namespace Edge.Policy.Evaluation;

/// <summary>Reads URI templates (RFC 6570).</summary>
internal static class UriTemplates
{
    /// <summary>
    /// A pattern that matches at least what <paramref name="template"/> can become: each expression is any run of characters.
    /// </summary>
    public static ToolPattern ToPattern(string template)
    {
        var pattern = new StringBuilder(template.Length);
        var depth = 0;
        foreach (var character in template)
        {
            if (character == '{' && depth++ == 0)
                pattern.Append('*');
            else if (character == '}' && depth > 0)
                depth--;
            else if (depth == 0)
                pattern.Append(character);
        }

        return new ToolPattern(pattern.ToString());
    }
}
