using System.Collections.Immutable;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads conditions in all their forms.</summary>
internal sealed class ConditionParser(FormReader form)
{
    private static readonly string[] NoOthers = [];

    private readonly LeafParser _leaves = new(form);

    /// <summary>Reads a condition of the list <paramref name="list"/>.</summary>
    public ConditionDocument? Read(SourceNode node, string list) => Read(node, list, negated: false);

    private ConditionDocument? Read(SourceNode node, string list, bool negated)
    {
        if (!form.Is(node, SourceKind.Object, "a condition, an object"))
            return null;
        var group = node.Members.Find(m => FormWords.Groups.Contains(m.Name));
        if (group is null)
            return _leaves.Read(node, list, negated);
        RefuseOthers(node, group);
        var onDeny = form.Text(node.Member("on_deny")?.Value);
        if (group.Name == "not")
            return Read(group.Value, list, negated: true) is { } child ? new ConditionDocument.Not(child, onDeny, node.Place) : null;
        var children = form.List(group.Value, "an array of conditions", item => Read(item, list, negated));
        if (group.Name != "conditions" && group.Value is { Kind: SourceKind.Array, Items.Count: 0 })
            form.Error(group.Value, DiagnosticCodes.EmptyList, $"'{group.Name}' of no condition has no meaning; expected at least one");
        return group.Name == "any"
            ? new ConditionDocument.Any(children, onDeny, node.Place)
            : new ConditionDocument.All(children, onDeny, node.Place);
    }

    /// <summary>A condition has one form: the members of any other stand in its way.</summary>
    private void RefuseOthers(SourceNode node, SourceMember group)
    {
        foreach (var member in node.Members)
        {
            if (member == group || member.Name == "on_deny")
                continue;
            if (FormWords.Groups.Contains(member.Name) || FormWords.Leaf.Contains(member.Name))
                form.Error(
                    member,
                    DiagnosticCodes.ConflictingMembers,
                    $"'{member.Name}' is next to '{group.Name}'; expected a condition of one form (put several into an array under "
                        + $"'all' or 'any')");
            else
                form.Error(
                    member,
                    DiagnosticCodes.UnknownMember,
                    $"unknown member {UserText.Quote(member.Name)}{Spelling.Hint(member.Name, ["on_deny", .. FormWords.Groups])}");
        }
    }
}
