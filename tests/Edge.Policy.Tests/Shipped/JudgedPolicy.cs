using System.Buffers;
using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Tests.Shipped;

/// <summary>A policy text, compiled, and asked about calls.</summary>
internal sealed class JudgedPolicy
{
    private readonly CompiledPolicy _policy;

    private JudgedPolicy(CompiledPolicy policy) => _policy = policy;

    /// <summary><c>runpod.json</c>.</summary>
    public static JudgedPolicy Standard { get; } = Of(ShippedFiles.PolicyText("runpod"));

    /// <summary><c>runpod-read-only.json</c>.</summary>
    public static JudgedPolicy ReadOnly { get; } = Of(ShippedFiles.PolicyText("runpod-read-only"));

    /// <summary><c>runpod-observe.json</c>.</summary>
    public static JudgedPolicy Observing { get; } = Of(ShippedFiles.PolicyText("runpod-observe"));

    /// <summary>Compiles a text that must be read without an error or a warning.</summary>
    public static JudgedPolicy Of(string text) =>
        new(PolicyCompiler.Compile("runpod", new string('0', 64), ShippedFiles.Document("runpod.json", text)));

    /// <summary>What the policy says to a call of a tool.</summary>
    public Judged Judge(string tool, string arguments) => Judge(new Call
    {
        Method = "tools/call",
        Tool = tool,
        Arguments = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)),
    });

    /// <summary>What the policy says to the reading of a resource.</summary>
    public Judged JudgeResource(string uri) => Judge(new Call { Method = "resources/read", ResourceUris = [uri] });

    /// <summary>Whether a list may show the tool.</summary>
    public bool IsListed(string tool) => _policy.IsToolListed(tool, Caller.Anonymous);

    private Judged Judge(Call call)
    {
        var decision = _policy.Decide(call);
        var charges = new JudgedCharge[call.Charges.Items.Length];
        for (var i = 0; i < charges.Length; i++)
        {
            var charge = call.Charges.Items[i];
            var limit = charge.Limit;
            charges[i] = new(limit.Rule, limit.Counter, limit.Algorithm, limit.Window, limit.Max, charge.Cost,
                Convert.ToHexString(call.Charges.KeyOf(charge)));
        }

        return new(decision.Reason.ToSlug(), decision.Rule, decision, charges);
    }
}
