using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Results;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A policy as run: decides on messages and on what lists may show. Deterministic, without clock or I/O; immutable and shared by all
/// requests.
/// </summary>
internal sealed class CompiledPolicy
{
    private const int ShortRevisionLength = 12;

    // Not policy but a malformed message, which shadow does not forward either.
    private static readonly Decision InvalidName = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.NotListed,
        Rule = "",
        Message = Messages.ToolNotAllowed,
    };

    private static readonly Decision Unreadable = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.Unevaluable,
        Rule = "",
        Message = Messages.Unreadable,
    };

    private readonly ToolAccess _tools;
    private readonly MethodAccess _methods;
    private readonly NameAccess _resources;
    private readonly NameAccess _prompts;

    internal CompiledPolicy(
        string name, string revision, PolicyDocument document, ToolAccess tools, MethodAccess methods, NameAccess resources,
            NameAccess prompts, ResultAccess results)
    {
        Name = name;
        Revision = revision;
        ShortRevision = revision.Length > ShortRevisionLength ? revision[..ShortRevisionLength] : revision;
        Mode = document.Mode;
        HidesDenials = document.Denials == DenialStyle.Hide;
        _tools = tools;
        _methods = methods;
        _resources = resources;
        _prompts = prompts;
        Results = results;
        ListingDependsOnCaller = document.Mode == PolicyMode.Enforce && _tools.Rules.Any(RuleListing.DependsOnCaller);
    }

    /// <summary>The policy's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of the file's bytes, 64 hexadecimal digits.</summary>
    public string Revision { get; }

    /// <summary>The first 12 digits of <see cref="Revision"/>.</summary>
    public string ShortRevision { get; }

    /// <summary>Whether decisions are enforced. A rule may be in shadow by itself: see <see cref="Decision.Mode"/>.</summary>
    public PolicyMode Mode { get; }

    /// <summary>Whether tools that are hidden, not listed or denied, and methods, are answered as unknown.</summary>
    public bool HidesDenials { get; }

    /// <summary>What answers may hold that no rule of a tool is about.</summary>
    public ResultAccess Results { get; }

    /// <summary>Whether two callers may see different lists of tools.</summary>
    public bool ListingDependsOnCaller { get; }

    /// <summary>
    /// Decides on one message and fills <see cref="Call.Charges"/>, which are to be taken if the decision forwards the message or asks for
    /// an approval that was given. Allocates nothing once warm, and never throws.
    /// </summary>
    public Decision Decide(Call call)
    {
        call.Charges.Clear();
        return call.Method == PublishedMethods.ToolsCall ? DecideTool(call) : DecideMethod(call);
    }

    /// <summary>
    /// Says whether a list of tools may show <paramref name="name"/>: some call of it by <paramref name="caller"/> could pass.
    /// </summary>
    public bool IsToolListed(string name, Caller caller)
    {
        if (Mode == PolicyMode.Shadow)
            return true;
        return ToolName.IsValid(name) && _methods.ToolsCallDenied is null && !_tools.IsHidden(name, out _)
            && _tools.TryFind(name, out var rule) && RuleListing.CouldPass(rule, name, caller);
    }

    /// <summary>
    /// Says whether a list may show a resource, or a URI template: the resource, or one that the template could become, may be read.
    /// </summary>
    public bool IsResourceListed(string uri, Caller caller) => _resources.CouldAllow(uri);

    /// <summary>Says whether a list may show a prompt: it may be fetched.</summary>
    public bool IsPromptListed(string name, Caller caller) => _prompts.CouldAllow(name);

    /// <summary>Says whether the document has this very name of a tool, so that it may be a metric's label.</summary>
    public bool NamesTool(string tool) => _tools.Names(tool);

    /// <summary>
    /// What may be decided about a call whose arguments and session nobody knows any more, up to its limits, which are not asked: with the
    /// caller, the tool and the document alone. Never throws.
    /// </summary>
    public Forecast Forecast(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Method != PublishedMethods.ToolsCall)
            return Calls.Forecast.Certain(DecideMethod(call));
        if (call.Tool is not { } tool || !ToolName.IsValid(tool))
            return Calls.Forecast.Certain(InvalidName);
        if (_methods.ToolsCallDenied is { } methodDenied)
            return Calls.Forecast.Certain(methodDenied);
        if (_tools.IsHidden(tool, out var hidden))
            return Calls.Forecast.Certain(hidden);
        return _tools.TryFind(tool, out var rule) ? RuleForecast.Of(rule, tool, call.Caller, Mode)
            : Calls.Forecast.Certain(_tools.NotListed);
    }

    /// <summary>What the answer to a message may hold; null for anything.</summary>
    /// <param name="method">The method of the message.</param>
    /// <param name="tool">The tool of a call; null for anything else.</param>
    public ResultRules? ResultsFor(string method, string? tool) => method switch
    {
        PublishedMethods.ToolsCall when tool is not null && _tools.TryFind(tool, out var rule) => rule.Results,
        "resources/read" => Results.ForResources,
        "prompts/get" => Results.ForPrompts,
        _ => Results.ForOther,
    };

    /// <summary>Every limit of every rule, with how its counts are named.</summary>
    internal IEnumerable<CompiledCharge> Charges => _tools.Rules.SelectMany(rule => rule.Charges);

    /// <summary>The entry of <c>tools</c> that rules a tool; empty for the default; null where nothing does.</summary>
    public string? PatternOf(string tool) => _tools.PatternOf(tool);

    /// <summary>The limits of the rule that a tool has; empty without one.</summary>
    internal IReadOnlyList<CompiledCharge> ChargesOf(string tool) => _tools.TryFind(tool, out var rule) ? rule.Charges : [];

    /// <remarks>0: the method itself. 1: hide. 2: the rule, or the default. 3 to 6: <see cref="RuleEvaluation"/>.</remarks>
    private Decision DecideTool(Call call)
    {
        if (call.Tool is not { } tool || !ToolName.IsValid(tool))
            return InvalidName;

        // 0: the method itself
        if (_methods.ToolsCallDenied is { } methodDenied)
            return methodDenied;

        // 1: hide
        if (_tools.IsHidden(tool, out var hidden))
            return hidden;

        // 2: the rule, or the default
        if (!_tools.TryFind(tool, out var rule))
            return _tools.NotListed;

        // 3 to 6: action, conditions, approval, limits
        return RuleEvaluation.Decide(rule, call, Mode, Unreadable);
    }

    /// <remarks>1: the method. 2: what it is about. 3: every resource. 4: the prompt.</remarks>
    private Decision DecideMethod(Call call)
    {
        // 1: the method
        var decision = _methods.Decide(call.Method);
        if (decision.Outcome != DecisionOutcome.Allow)
            return decision;

        // 2: what it is about; a method that names nothing cannot be judged
        var needsResource = PublishedMethods.NeedsResource(call.Method)
            || (PublishedMethods.NeedsReference(call.Method) && call.Prompt is null);
        if (needsResource && call.ResourceUris.Count == 0)
            return _resources.Unnamed;
        if (call.Prompt is null && PublishedMethods.NeedsPrompt(call.Method))
            return _prompts.Unnamed;

        // 3: every resource
        for (var i = 0; i < call.ResourceUris.Count; i++)
        {
            decision = _resources.Decide(call.ResourceUris[i]);
            if (decision.Outcome != DecisionOutcome.Allow)
                return decision;
        }

        // 4: the prompt
        return call.Prompt is null ? decision : _prompts.Decide(call.Prompt);
    }
}
