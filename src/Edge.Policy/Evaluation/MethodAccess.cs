using System.Collections.Frozen;
using Edge.Policy.Calls;

namespace Edge.Policy.Evaluation;

/// <summary>Which methods may be used (policy-format.md, Methods). Immutable; thread-safe.</summary>
internal sealed class MethodAccess
{
    private readonly PatternSet<Decision> _denied;
    private readonly FrozenDictionary<string, Decision> _allowed;
    private readonly Decision _unknown;

    /// <summary>Puts prepared decisions together.</summary>
    /// <param name="denied">What the policy denies.</param>
    /// <param name="allowed">What is allowed, by exact name.</param>
    /// <param name="unknown">The decision on everything else.</param>
    public MethodAccess(PatternSet<Decision> denied, FrozenDictionary<string, Decision> allowed, Decision unknown)
    {
        _denied = denied;
        _allowed = allowed;
        _unknown = unknown;
        ToolsCallDenied = denied.TryFind(PublishedMethods.ToolsCall, out var decision) ? decision : null;
    }

    /// <summary>The decision on every tool call when <c>methods.deny</c> has the method; otherwise null.</summary>
    public Decision? ToolsCallDenied { get; }

    /// <summary>Decides on a method other than <c>tools/call</c>. Deny is looked at first, because it wins.</summary>
    public Decision Decide(string method) =>
        _denied.TryFind(method, out var denied) ? denied : _allowed.GetValueOrDefault(method) ?? _unknown;
}
