using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>
/// Which rule a tool has (policy-format.md, Document), in the same time for one rule and for thousands. Immutable; thread-safe.
/// </summary>
internal sealed class ToolAccess
{
    private readonly PatternSet<Decision> _hidden;
    private readonly FrozenDictionary<string, CompiledRule> _exact;
    private readonly KeyValuePair<ToolPattern, CompiledRule>[] _globs;
    private readonly CompiledRule? _default;

    public ToolAccess(string policy, PolicyDocument document)
    {
        var compiler = new RuleCompiler(policy, document);
        _hidden = new PatternSet<Decision>(document.Hide.Select(entry => KeyValuePair.Create(entry.Pattern, new Decision
        {
            Outcome = DecisionOutcome.Deny,
            Reason = DecisionReason.Hidden,
            Rule = entry.Place.Pointer,
            Mode = document.Mode,
            Message = Messages.ToolNotAllowed,
        })));
        NotListed = new Decision
        {
            Outcome = DecisionOutcome.Deny,
            Reason = DecisionReason.NotListed,
            Rule = document.DefaultPlace.Pointer,
            Mode = document.Mode,
            Message = Messages.ToolNotAllowed,
        };
        Dictionary<string, CompiledRule> exact = new(StringComparer.Ordinal);
        List<KeyValuePair<ToolPattern, CompiledRule>> globs = [];
        foreach (var entry in document.Tools)
        {
            var pattern = new ToolPattern(entry.Pattern);
            var rule = compiler.Compile(entry);
            if (pattern.IsExact)
                exact.TryAdd(entry.Pattern, rule);
            else
                globs.Add(new(pattern, rule));
        }

        _exact = exact.ToFrozenDictionary(StringComparer.Ordinal);
        _globs = [.. globs.Order(Comparer<KeyValuePair<ToolPattern, CompiledRule>>.Create(
            (left, right) => ToolPattern.CompareBySpecificity(left.Key, right.Key)))];
        _default = compiler.CompileDefault();
    }

    /// <summary>The decision on a tool that has no rule.</summary>
    public Decision NotListed { get; }

    /// <summary>How many patterns are tried, one by one, for a tool that no entry names exactly.</summary>
    public int GlobCount => _globs.Length;

    /// <summary>Every rule, the one for tools that no entry names included.</summary>
    public IEnumerable<CompiledRule> Rules
    {
        get
        {
            IEnumerable<CompiledRule> named = [.. _exact.Values, .. _globs.Select(glob => glob.Value)];
            return _default is null ? named : named.Append(_default);
        }
    }

    /// <summary>Whether the document has this very name, as a rule or hidden.</summary>
    public bool Names(string tool) => _exact.ContainsKey(tool) || _hidden.Names(tool);

    /// <summary>The entry whose rule <see cref="TryFind"/> finds; empty for the default; null where there is none.</summary>
    public string? PatternOf(string tool)
    {
        if (_exact.ContainsKey(tool))
            return tool;
        foreach (var (pattern, _) in _globs)
        {
            if (pattern.Matches(tool))
                return pattern.Text;
        }

        return _default is null ? null : "";
    }

    /// <summary>Finds the decision that hides <paramref name="tool"/>.</summary>
    public bool IsHidden(string tool, [NotNullWhen(true)] out Decision? decision) => _hidden.TryFind(tool, out decision);

    /// <summary>
    /// Finds the most specific rule for <paramref name="tool"/>: its name, else the first glob by precedence, else the default.
    /// </summary>
    public bool TryFind(string tool, [NotNullWhen(true)] out CompiledRule? rule)
    {
        if (_exact.TryGetValue(tool, out rule))
            return true;
        foreach (var (pattern, candidate) in _globs)
        {
            if (!pattern.Matches(tool))
                continue;
            rule = candidate;
            return true;
        }

        rule = _default;
        return rule is not null;
    }
}
