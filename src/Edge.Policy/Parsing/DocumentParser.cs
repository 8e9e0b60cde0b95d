using System.Collections.Immutable;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads the members of a policy document.</summary>
internal sealed class DocumentParser(FormReader form)
{
    private readonly RuleParser _rules = new(form);
    private readonly AccessParser _access = new(form);

    /// <summary>Reads a document; after errors it holds what could be read, and null when that is nothing.</summary>
    public PolicyDocument? Read(SourceNode root)
    {
        if (!form.IsObject(root, "a policy", FormWords.Document, FormWords.Rule))
            return null;
        form.Text(root.Member("$schema")?.Value);
        ReadVersion(root);
        var defaultNode = form.Required(root, "default");
        return new PolicyDocument
        {
            Description = form.Text(root.Member("description")?.Value),
            Default = form.Word(defaultNode, "default", FormWords.Default) ?? DefaultAction.Deny,
            DefaultPlace = defaultNode?.Place ?? new SourcePlace("/default", 0, 0),
            Mode = form.Word(root.Member("mode")?.Value, "mode", FormWords.Mode) ?? PolicyMode.Enforce,
            Denials = form.Word(root.Member("denials")?.Value, "denials", FormWords.Denials) ?? DenialStyle.Explain,
            Hide = form.List(root.Member("hide")?.Value, "an array of tool patterns", _access.ReadToolPattern),
            AllTools = root.Member("all_tools") is { } allTools ? _rules.ReadAllTools(allTools.Value) : null,
            Tools = root.Member("tools") is { } tools ? ReadTools(tools.Value) : [],
            Methods = root.Member("methods") is { } methods ? _access.ReadMethods(methods.Value) : null,
            Resources = root.Member("resources") is { } resources ? _access.ReadResources(resources.Value) : null,
            Prompts = root.Member("prompts") is { } prompts ? _access.ReadPrompts(prompts.Value) : null,
        };
    }

    private void ReadVersion(SourceNode root)
    {
        if (form.Required(root, "version") is not { } version)
            return;
        if (version is { Kind: SourceKind.Number, Text: "1" })
            form.Error(version, DiagnosticCodes.WrongType, "expected the version as a string, found the number '1' (write \"1\")");
        else if (form.Text(version, "the version as a string") is { } text && text != "1")
            form.Error(version, DiagnosticCodes.UnknownVersion, $"unknown version {UserText.Quote(text)}; expected '1'");
    }

    private ImmutableArray<ToolEntry> ReadTools(SourceNode node)
    {
        if (!form.Is(node, SourceKind.Object, "an object of tool patterns and their rules"))
            return [];
        var entries = ImmutableArray.CreateBuilder<ToolEntry>(node.Members.Count);
        foreach (var member in node.Members)
        {
            if (member.Name == "*")
                form.Error(
                    member,
                    DiagnosticCodes.BareStar,
                    "the tool pattern '*' alone would allow every tool (to limit every tool use 'all_tools', to allow every tool "
                        + "\"default\": \"allow\")");
            else if (AccessParser.ToolPatternProblem(member.Name) is { } problem)
                form.Error(member, member.Name.Length == 0 ? DiagnosticCodes.EmptyName : DiagnosticCodes.InvalidPattern, problem);
            if (_rules.ReadRule(member.Value) is { } rule)
                entries.Add(new ToolEntry(member.Name, rule, member.NamePlace));
        }
        return entries.ToImmutable();
    }
}
