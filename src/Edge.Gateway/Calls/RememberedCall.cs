using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Evaluation;
using Edge.Policy.Results;

namespace Edge.Gateway.Calls;

/// <summary>What is remembered of a call in a session, to judge an answer that comes on another stream.</summary>
/// <param name="Rules">What its answer may hold; null for anything.</param>
/// <param name="Kind">Whether its answer is one that rules are about.</param>
/// <param name="IsToolCall">Whether a tool was called.</param>
internal readonly record struct RememberedCall(ResultRules? Rules, ResultKind Kind, bool IsToolCall)
{
    /// <summary>What is remembered of a request.</summary>
    public static RememberedCall Of(CompiledPolicy policy, Message message) => new(
        policy.ResultsFor(message.Method, message.ToolName),
        message.Method is Methods.ToolsCall or Methods.ResourcesRead or Methods.PromptsGet ? ResultKind.Answer : ResultKind.Other,
        message.Method == Methods.ToolsCall);
}
