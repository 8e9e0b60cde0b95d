using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Enforcement.Responses;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Edge.Gateway.Enforcement;

/// <summary>
/// Adds Edge's transforms to every route of Edge's, last, and refuses routes through which something could pass undecided.
/// </summary>
internal sealed class TransformProvider(
    PolicyCatalog policies, WireOptions wire, IListenerAddresses own, ResponseTransform answers, LockedClusters locked) : ITransformProvider
{
    /// <inheritdoc />
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        if (!IsEdges(context.Route))
            return;
        foreach (var error in RouteValidator.Validate(context.Route, policies, wire))
            context.Errors.Add(error);
    }

    /// <inheritdoc />
    public void ValidateCluster(TransformClusterValidationContext context)
    {
        if (!locked.LockIfNeeded(context.Cluster.ClusterId))
            return;
        foreach (var error in RouteValidator.Validate(context.Cluster, own))
            context.Errors.Add(error);
        // Routes without a policy are mistakes of their own where every route needs one.
        if (!locked.RequiresPolicies
            && RouteValidator.ValidateMixed(context.Cluster.ClusterId, [.. locked.RoutesOf(context.Cluster.ClusterId)]) is { } mixed)
            context.Errors.Add(mixed);
    }

    /// <inheritdoc />
    public void Apply(TransformBuilderContext context)
    {
        if (!IsEdges(context.Route))
            return;
        // Also where a filter of the host gave the route its policy, which the providers do not know.
        if (context.Route.ClusterId is { } cluster)
            locked.Lock(cluster);
        // ForwardedHeaderRules sets these, from what Edge knows: YARP need not set them first.
        context.UseDefaultForwarders = false;
        // AnswerHeaders copies these: a header that cannot be sent on costs the header, not the answer.
        context.CopyResponseHeaders = false;
        context.CopyResponseTrailers = false;
        context.RequestTransforms.Add(new Yarp.ReverseProxy.Transforms.RequestFuncTransform(RequestTransform.ApplyAsync));
        context.ResponseTransforms.Insert(0, new Yarp.ReverseProxy.Transforms.ResponseFuncTransform(ResponseTransform.BeginAsync));
        context.ResponseTransforms.Add(new Yarp.ReverseProxy.Transforms.ResponseFuncTransform(answers.ApplyAsync));
    }

    private bool IsEdges(RouteConfig route) => locked.RequiresPolicies || RoutePlan.HasPolicy(route);
}
