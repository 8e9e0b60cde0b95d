using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Text;


namespace Edge.Policy.Parsing;

/// <summary>Reads conditions that compare the value at a path.</summary>
internal sealed class LeafParser(FormReader form)
{
    /// <summary>Reads a leaf of the list <paramref name="list"/>, under a <c>not</c> or not.</summary>
    public ConditionDocument? Read(SourceNode node, string list, bool negated) =>
        form.WithoutErrors(node, leaf => ReadMembers(leaf, list, negated));

    private ConditionDocument.Leaf? ReadMembers(SourceNode node, string list, bool negated)
    {
        if (!form.IsObject(node, "a condition", [.. FormWords.Leaf, .. FormWords.Groups]))
            return null;
        if (node.Members.Count == 0)
        {
            form.Error(
                node,
                DiagnosticCodes.MissingMember,
                "a condition is never empty; expected 'path', 'op' and 'value', or 'all', 'any', 'not' or 'conditions'");
            return null;
        }
        var path = form.Path(form.Required(node, "path"));
        var operation = form.Word(form.Required(node, "op"), "operator", FormWords.Operator, DiagnosticCodes.UnknownOperator);
        var value = form.Required(node, "value");
        CheckOptional(node, list, negated, operation);
        var onDeny = form.Text(node.Member("on_deny")?.Value);
        var optional = form.Boolean(node.Member("optional")?.Value) ?? false;
        var otherwise = operation is { } known ? ReadDefault(node, known) : null;
        if (operation is null || value is null)
            return null;
        var (literal, other) = ReadValue(value, operation.Value);
        if (path is null || (literal is null && other is null))
            return null;
        return new ConditionDocument.Leaf(path, operation.Value, onDeny, node.Place)
        {
            Value = literal,
            OtherPath = other,
            Default = otherwise,
            Optional = optional
        };
    }

    private (PolicyValue? Literal, ValuePath? Other) ReadValue(SourceNode node, ConditionOperator operation)
    {
        if (node.Kind == SourceKind.Object && node.Member("path") is { } member)
        {
            if (operation is ConditionOperator.Regex or ConditionOperator.Exists or ConditionOperator.Type)
            {
                form.Error(node, DiagnosticCodes.WrongType, $"the value of '{Word(operation)}' is a literal; found an object with 'path'");
                return (null, null);
            }
            form.IsObject(node, "a reference to a path", FormWords.OtherPath, FormWords.Leaf);
            return (null, form.Path(member.Value, SeveralValues));
        }
        return (ReadLiteral(node, operation), null);
    }

    private PolicyValue? ReadLiteral(SourceNode node, ConditionOperator operation)
    {
        switch (operation)
        {
            case ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater or ConditionOperator.GreaterOrEqual:
                return form.Is(node, SourceKind.Number, $"a number for '{Word(operation)}'") ? ValueParser.Read(form, node) : null;
            case ConditionOperator.In or ConditionOperator.NotIn:
                return form.Is(node, SourceKind.Array, $"a list for '{Word(operation)}'") ? ValueParser.Read(form, node) : null;
            case ConditionOperator.Exists:
                return form.Is(node, SourceKind.Boolean, "true or false for 'exists'") ? ValueParser.Read(form, node) : null;
            case ConditionOperator.Type:
                if (form.Text(node, FormWords.TypeName.Choice) is not { } type)
                    return null;
                if (FormWords.TypeName.TryGet(type, out _))
                    return new PolicyValue.Text(type);
                form.Error(
                    node,
                    DiagnosticCodes.UnknownValue,
                    $"unknown type {UserText.Quote(type)}; expected {FormWords.TypeName.Choice}{FormWords.TypeName.Hint(type)}");
                return null;
            case ConditionOperator.Regex:
                return form.Is(node, SourceKind.String, "a regular expression, a string") ? ReadRegex(node) : null;
            default:
                return ValueParser.Read(form, node);
        }
    }

    private PolicyValue.Text? ReadRegex(SourceNode node)
    {
        if (PolicyRegex.TryCreate(node.Text, out _, out var fault))
            return new PolicyValue.Text(node.Text);
        var (code, word) = fault.Unsupported ? (DiagnosticCodes.RegexUnsupported, "unsupported")
            : (DiagnosticCodes.RegexInvalid, "invalid");
        form.Error(node, code, $"{word} regular expression {UserText.Quote(node.Text)}: {fault.Problem}");
        return null;
    }

    /// <summary>
    /// Reads what stands in for an absent value: of the type that the operator compares, or the condition could only deny.
    /// </summary>
    private PolicyValue? ReadDefault(SourceNode leaf, ConditionOperator operation)
    {
        if (leaf.Member("default") is not { } member)
            return null;
        var node = member.Value;
        switch (operation)
        {
            case ConditionOperator.Exists:
                form.Error(
                    member,
                    DiagnosticCodes.MisplacedMember,
                    "'default' has no meaning with 'exists', which asks whether the value is there");
                return null;
            case ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater or ConditionOperator.GreaterOrEqual:
                return form.Is(node, SourceKind.Number, $"a number as the default for '{Word(operation)}'") ? ValueParser.Read(form, node)
                    : null;
            case ConditionOperator.Regex:
                return form.Is(node, SourceKind.String, "a string as the default for 'regex'") ? ValueParser.Read(form, node) : null;
            case ConditionOperator.Contains when node.Kind is not (SourceKind.String or SourceKind.Array):
                form.Error(
                    node,
                    DiagnosticCodes.WrongType,
                    $"expected a string or a list as the default for 'contains', found {FormReader.Describe(node)}");
                return null;
            default:
                return ValueParser.Read(form, node);
        }
    }

    private void CheckOptional(SourceNode leaf, string list, bool negated, ConditionOperator? operation)
    {
        if (leaf.Member("optional") is not { } member)
            return;
        if (list != "require")
            form.Error(
                member,
                DiagnosticCodes.MisplacedMember,
                $"'optional' has no meaning in '{list}', where an absent value does not match; expected it in 'require' only");
        else if (negated)
            form.Error(
                member,
                DiagnosticCodes.MisplacedMember,
                "'optional' has no meaning under 'not' (use 'default', or write the condition without 'not')");
        else if (operation == ConditionOperator.Exists)
            form.Error(
                member,
                DiagnosticCodes.MisplacedMember,
                "'optional' has no meaning with 'exists', which asks whether the value is there");
        else if (leaf.Member("default") is not null)
            form.Error(
                member,
                DiagnosticCodes.ConflictingMembers,
                "'optional' has no effect beside 'default', with which a value is never absent; expected one of them");
    }

    private static string? SeveralValues(ValuePath path) =>
        path.Segments.Any(s => s.IsEvery) ? "'[*]' gives several values; expected one to compare with (use 'in' with a list)" : null;

    private static string Word(ConditionOperator operation) => FormWords.Operator.Words.ElementAt((int)operation);
}
