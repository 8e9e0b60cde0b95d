using System.Collections.Immutable;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads JSON values that a policy compares with.</summary>
internal static class ValueParser
{
    /// <summary>Reads a value; null, with the errors added, when a number in it changes on the way through a double.</summary>
    public static PolicyValue? Read(FormReader form, SourceNode node)
    {
        switch (node.Kind)
        {
            case SourceKind.String:
                return new PolicyValue.Text(node.Text);
            case SourceKind.Boolean:
                return new PolicyValue.Boolean(node.Text == "true");
            case SourceKind.Null:
                return new PolicyValue.Null();
            case SourceKind.Number:
                if (ExactNumber.TryRead(Encoding.UTF8.GetBytes(node.Text), out var number))
                    return new PolicyValue.Number(number);
                form.Error(
                    node,
                    DiagnosticCodes.InexactNumber,
                    $"{UserText.Quote(node.Text)} changes its value when it is read as a double, as servers do; no argument can be "
                        + $"compared with it");
                return null;
            case SourceKind.Array:
                var items = form.List(node, "an array", item => Read(form, item));
                return items.Length == node.Items.Count ? new PolicyValue.List(items) : null;
            default:
                var members = ImmutableArray.CreateBuilder<KeyValuePair<string, PolicyValue>>(node.Members.Count);
                foreach (var member in node.Members)
                {
                    if (Read(form, member.Value) is { } value)
                        members.Add(new(member.Name, value));
                }
                return members.Count == node.Members.Count ? new PolicyValue.Map(members.ToImmutable()) : null;
        }
    }
}
