using Edge.Policy.Documents;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Reads from a policy's own conditions what it says about each argument of one of its tools.</summary>
internal sealed class ArgumentClasses
{
    private readonly List<ConditionDocument.Leaf> _bounds = [];
    private readonly List<ConditionDocument.Leaf> _questions;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly string _tool;

    public ArgumentClasses(PolicyDocument document, string tool)
    {
        _tool = tool;
        Rule = document.Tools.Single(t => t.Pattern == tool).Rule;
        var all = document.AllTools!;
        _bounds.AddRange(Leaves(all.Require.Concat(Rule.Require)));
        _questions = [.. Leaves(Rule.Approval?.When ?? [])];

        // Words of its own: deny_if, alone or in an any, and a required absence that stands alone.
        _refused.UnionWith(Leaves(all.DenyIf.Concat(Rule.DenyIf)).Where(l => Is(l, true)).Select(Argument));
        _refused.UnionWith(Rule.Require.OfType<ConditionDocument.Leaf>().Where(l => Is(l, false)).Select(Argument));
    }

    /// <summary>The tool's rule.</summary>
    public RuleDocument Rule { get; }

    /// <summary>Every list of names that the tool's rule keeps for the members of an object.</summary>
    public IEnumerable<IEnumerable<string>> NameLists =>
        _bounds.Concat(_questions)
            .Where(l => l.Path.Text.EndsWith(".keys()[*]", StringComparison.Ordinal) && l.Value is PolicyValue.List)
            .Select(Names);

    /// <summary>What the policy says about the argument at <paramref name="path"/>.</summary>
    public ArgumentClass Of(string path)
    {
        var dot = path.LastIndexOf('.');
        var (parent, name) = dot < 0 ? ("args", path) : ("args." + path[..dot], path[(dot + 1)..]);
        if (IsRefused(path))
            return ArgumentClass.Refused;
        if (!Lists(_bounds, parent, ConditionOperator.In).Any(list => list.Contains(name)))
            return ArgumentClass.Unmentioned;
        if (IsAsked(parent, name) || (dot >= 0 && Of(path[..dot].Replace("[*]", "", StringComparison.Ordinal)) == ArgumentClass.Asked))
            return ArgumentClass.Asked;
        return _bounds.Any(b => IsAbout(b, "args." + path)) ? ArgumentClass.Bounded : ArgumentClass.Allowed;
    }

    // What is below something refused is refused with it.
    private bool IsRefused(string path) => _refused.Any(r => path == r || path.StartsWith(r + ".", StringComparison.Ordinal));

    private bool IsAsked(string parent, string name) =>
        Lists(_questions, parent, ConditionOperator.NotIn).Any(list => !list.Contains(name) && list.Count > 0)
        && !Lists(_questions, parent, ConditionOperator.NotIn).Any(list => list.Contains(name));

    // The lists of names that a policy keeps for the members of an object.
    private static IEnumerable<HashSet<string>> Lists(IEnumerable<ConditionDocument.Leaf> leaves, string parent, ConditionOperator op) =>
        leaves.Where(l => l.Operator == op && l.Path.Text == parent + ".keys()[*]" && l.Value is PolicyValue.List).Select(Names);

    private static HashSet<string> Names(ConditionDocument.Leaf leaf) =>
        ((PolicyValue.List)leaf.Value!).Items.Select(i => ((PolicyValue.Text)i).Value).ToHashSet(StringComparer.Ordinal);

    // A condition on the value, its elements, its names and values, or a function of it; not the list of an object's members.
    private static bool IsAbout(ConditionDocument.Leaf leaf, string path)
    {
        var text = leaf.Path.Text;
        if (!text.StartsWith(path, StringComparison.Ordinal) || (leaf.Operator == ConditionOperator.Exists && text == path))
            return false;
        return text[path.Length..] is "" or "[*]" or ".keys()[*]" or ".values()[*]" or ".length()" or ".bytes()"
            && !(leaf.Operator == ConditionOperator.In && text.EndsWith(".keys()[*]", StringComparison.Ordinal));
    }

    private static bool Is(ConditionDocument.Leaf leaf, bool exists) =>
        leaf.Operator == ConditionOperator.Exists && leaf.Value == new PolicyValue.Boolean(exists);

    private static string Argument(ConditionDocument.Leaf leaf) => leaf.Path.Text["args.".Length..];

    // Where one of several names this tool itself, nothing else of them matters.
    private IEnumerable<ConditionDocument.Leaf> Leaves(IEnumerable<ConditionDocument> conditions) => conditions.SelectMany(c => c switch
    {
        ConditionDocument.Leaf leaf => [leaf],
        ConditionDocument.All all => Leaves(all.Children),
        ConditionDocument.Any any when any.Children.OfType<ConditionDocument.Leaf>().Any(NamesTool) => [],
        ConditionDocument.Any any => Leaves(any.Children),
        ConditionDocument.Not not => Leaves([not.Child]),
        _ => [],
    });

    private bool NamesTool(ConditionDocument.Leaf leaf) => leaf.Path.Root == PathRoot.Tool && leaf.Value == new PolicyValue.Text(_tool);
}
