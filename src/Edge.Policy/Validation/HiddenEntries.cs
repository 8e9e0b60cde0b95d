using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Text;


namespace Edge.Policy.Validation;

/// <summary>Warning: an entry of <c>tools</c> of which every tool is hidden, so that it can never apply.</summary>
internal static class HiddenEntries
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        var names = document.Hide.Select(h => h.Pattern).ToHashSet(StringComparer.Ordinal);
        var globs = document.Hide.Select(h => new ToolPattern(h.Pattern)).Where(p => !p.IsExact).Take(DocumentValidation.MaxCompared)
            .ToArray();
        foreach (var entry in document.Tools)
        {
            var pattern = new ToolPattern(entry.Pattern);
            var hiding = names.Contains(entry.Pattern) ? entry.Pattern : Array.Find(globs, g => g.Covers(pattern))?.Text;
            if (hiding is not null)
                diagnostics.Warning(
                    entry.Place,
                    DiagnosticCodes.EntryHidden,
                    $"{UserText.Quote(entry.Pattern)} can never apply: 'hide' has {UserText.Quote(hiding)} and beats 'tools' (remove "
                        + $"one of them)");
        }
    }
}
