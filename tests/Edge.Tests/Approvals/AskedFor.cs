using Edge.Gateway.Enforcement.Deciding;
using Edge.Policy.Approvals;

namespace Edge.Tests.Approvals;

/// <summary>Requests of approvals for tests.</summary>
internal static class AskedFor
{
    /// <summary>One request; what is not said is the same in all.</summary>
    public static ApprovalRequest Call(string digest = "d1", string grant = "alice", string server = "runpod", string tool = "create-pod",
        string rule = "/tools/create-pod/approval", string arguments = """{"n":1}""", TimeSpan? timeout = null) =>
        new(DecisionId.New(TimeProvider.System), new ApprovalBinding(grant, server, tool, "runpod", rule, digest), "3f1c9a0b12cd",
        "a pod costs money", arguments, timeout ?? TimeSpan.FromMinutes(30));
}
