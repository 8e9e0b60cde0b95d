using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>A path without <c>[*]</c>, prepared to be read. Immutable; thread-safe.</summary>
internal sealed class ValueSource(ValuePath path, PathCapture? capture)
{
    /// <summary>The path as written.</summary>
    public ValuePath Path => path;

    /// <summary>Whether the value is the grant's.</summary>
    public bool ReadsGrant => path.Root is PathRoot.GrantId or PathRoot.GrantLabel;

    /// <summary>The value at the path. Of an argument it is known after the walk.</summary>
    public Operand Read(scoped in EvaluationFrame frame) => path.Root switch
    {
        PathRoot.Arguments => capture is null ? Operand.Unevaluable : frame.Get(capture),
        PathRoot.GrantId => Operand.OfText(frame.Caller.GrantId, path.Function),
        PathRoot.GrantLabel => path.Label is not null && frame.Caller.Labels.TryGetValue(path.Label, out var label)
            ? Operand.OfStated(label, path.Function)
            : Operand.Absent,
        PathRoot.Tool => Operand.OfText(frame.Tool, path.Function),
        PathRoot.SessionId => frame.SessionId is null ? Operand.Absent : Operand.OfText(frame.SessionId, path.Function),
        _ => Operand.Unevaluable,
    };
}
