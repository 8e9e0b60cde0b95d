using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Prepares what a document says about resources or prompts.</summary>
internal static class NameCompiler
{
    /// <summary>Prepares <paramref name="access"/>, a part of <paramref name="document"/>; null when the document has none.</summary>
    public static NameAccess Compile(PolicyDocument document, AccessDocument? access, bool areUris)
    {
        var (reason, message) = areUris
            ? (DecisionReason.ResourceNotAllowed, Messages.ResourceNotAllowed)
            : (DecisionReason.PromptNotAllowed, Messages.PromptNotAllowed);
        var allowed = new Decision { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "", Mode = document.Mode };
        var denied = new Decision { Outcome = DecisionOutcome.Deny, Reason = reason, Rule = "", Mode = document.Mode, Message = message };
        var otherwise = ((access?.Default ?? document.Default) == DefaultAction.Allow ? allowed : denied) with
        {
            Rule = access?.Default is null ? document.DefaultPlace.Pointer : access.Place.Pointer + "/default",
        };
        return new NameAccess(
            areUris,
            Prepare(access?.Allow ?? [], allowed),
            Prepare(access?.Deny ?? [], denied),
            otherwise,
            unnamed: denied,
            unclean: denied with { Rule = access?.Place.Pointer ?? "" });
    }

    private static PatternSet<Decision> Prepare(IEnumerable<PatternEntry> patterns, Decision decision) =>
        new(patterns.Select(entry => KeyValuePair.Create(entry.Pattern, decision with { Rule = entry.Place.Pointer })));
}
