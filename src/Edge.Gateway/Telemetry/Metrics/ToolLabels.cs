using Edge.Gateway.Calls;
using Edge.Policy.Evaluation;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>
/// Says which tool names may be labels: those that the policy names exactly, and those that the server listed. Names come from callers;
/// every other one is <see cref="Other"/>. Thread-safe.
/// </summary>
internal sealed class ToolLabels(ListedTools listed)
{
    /// <summary>What stands for every other name.</summary>
    public const string Other = "_OTHER";

    /// <summary>The label of a tool.</summary>
    public string Of(CompiledPolicy policy, string server, string tool) =>
        policy.NamesTool(tool) || listed.Has(server, tool) ? tool : Other;
}
