using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Text;


namespace Edge.Policy.Validation;

/// <summary>Error: two globs of <c>tools</c> that tie, so that no rule says which applies (policy-format.md, Document).</summary>
internal static class PatternTies
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        var first = new Dictionary<(string Prefix, string Suffix), ToolPattern>();
        foreach (var entry in document.Tools)
        {
            var pattern = new ToolPattern(entry.Pattern);
            if (pattern.IsExact || first.TryAdd((pattern.Prefix, pattern.Suffix), pattern))
                continue;
            var other = first[(pattern.Prefix, pattern.Suffix)];
            if (pattern.Ties(other))
                diagnostics.Error(
                    entry.Place,
                    DiagnosticCodes.PatternTie,
                    $"{UserText.Quote(pattern.Text)} and {UserText.Quote(other.Text)} can match one tool, and neither is the more "
                        + $"specific (lengthen the part before the first or after the last '*' of one)");
        }
    }
}
