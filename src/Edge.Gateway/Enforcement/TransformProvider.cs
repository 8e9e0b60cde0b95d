using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Enforcement.Responses;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Edge.Gateway.Enforcement;

/// <summary>Adds Edge's transforms to every route, last, and refuses routes through which something could pass undecided.</summary>
internal sealed class TransformProvider(PolicyCatalog policies, WireOptions wire, IListenerAddresses own, ResponseTransform answers)
    : ITransformProvider
{
    /// <inheritdoc />
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        foreach (var error in RouteValidator.Validate(context.Route, policies, wire))
            context.Errors.Add(error);
    }

    /// <inheritdoc />
    public void ValidateCluster(TransformClusterValidationContext context)
    {
        foreach (var error in RouteValidator.Validate(context.Cluster, own))
            context.Errors.Add(error);
    }

    /// <inheritdoc />
    public void Apply(TransformBuilderContext context)
    {
        // ForwardedHeaderRules sets these, from what Edge knows: YARP need not set them first.
        context.UseDefaultForwarders = false;
        // AnswerHeaders copies these: a header that cannot be sent on costs the header, not the answer.
        context.CopyResponseHeaders = false;
        context.CopyResponseTrailers = false;
        context.RequestTransforms.Add(new Yarp.ReverseProxy.Transforms.RequestFuncTransform(RequestTransform.ApplyAsync));
        context.ResponseTransforms.Insert(0, new Yarp.ReverseProxy.Transforms.ResponseFuncTransform(ResponseTransform.BeginAsync));
        context.ResponseTransforms.Add(new Yarp.ReverseProxy.Transforms.ResponseFuncTransform(answers.ApplyAsync));
    }
}
