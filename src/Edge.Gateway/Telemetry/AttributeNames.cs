namespace Edge.Gateway.Telemetry;

/// <summary>
/// The names of attributes, on spans and metrics alike: an interface, on which dashboards and alerts depend. Those without <c>edge.</c> are
/// OpenTelemetry's (MCP and HTTP conventions), or YARP's.
/// </summary>
internal static class AttributeNames
{
    public const string ApprovalId = "edge.approval.id";
    public const string ApprovalOutcome = "edge.approval.outcome";
    public const string DecisionId = "edge.decision.id";
    public const string ErrorType = "error.type";
    public const string Grant = "edge.grant";
    public const string HttpRoute = "http.route";
    public const string HttpStatus = "http.response.status_code";
    public const string LimitCounter = "edge.limit.counter";
    public const string LimitMax = "edge.limit.max";
    public const string LimitRemaining = "edge.limit.remaining";
    public const string LimitState = "edge.limit.state";
    public const string Method = "mcp.method.name";
    public const string NoticeResult = "edge.approval.notice.result";
    public const string OperationName = "gen_ai.operation.name";
    public const string PolicyDecision = "edge.policy.decision";
    public const string PolicyMode = "edge.policy.mode";
    public const string PolicyName = "edge.policy.name";
    public const string PolicyReason = "edge.policy.reason";
    public const string PolicyRevision = "edge.policy.revision";
    public const string PolicyRule = "edge.policy.rule";
    public const string Prompt = "gen_ai.prompt.name";
    public const string ProtocolName = "network.protocol.name";
    public const string ProtocolVersion = "mcp.protocol.version";
    public const string ProxyCluster = "proxy.cluster_id";
    public const string ProxyDestination = "proxy.destination_id";
    public const string ProxyRoute = "proxy.route_id";
    public const string Rejection = "edge.rejection";
    public const string ReloadResult = "edge.reload.result";
    public const string ReloadSource = "edge.reload.source";
    public const string RequestId = "jsonrpc.request.id";
    public const string ResultAction = "edge.result.action";
    public const string ResultCount = "edge.result.count";
    public const string ResultDetector = "edge.result.detector";
    public const string RpcStatus = "rpc.response.status_code";
    public const string Server = "edge.server";
    public const string Session = "mcp.session.id";
    public const string StoreOperation = "edge.store.operation";
    public const string Tool = "gen_ai.tool.name";
    public const string Transport = "network.transport";
}
