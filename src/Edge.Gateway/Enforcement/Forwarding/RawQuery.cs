using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>Sends a query on as the caller wrote it: <see cref="Uri"/> would decode <c>%2e</c> and encode quotes.</summary>
internal static class RawQuery
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address to ask; null where there is no query, and YARP's own is as good.</summary>
    public static Uri? Keep(RequestTransformContext transform)
    {
        if (transform.Query.QueryString is not { HasValue: true, Value: { } query })
            return transform.ProxyRequest.RequestUri;

        // The path in its canonical form, as it was matched; behind a number sign a server would see a fragment, which no query has.
        var path = RequestUtilities.MakeDestinationAddress(transform.DestinationPrefix, transform.Path, default);
        return query.Contains('#', StringComparison.Ordinal)
            ? RequestUtilities.MakeDestinationAddress(transform.DestinationPrefix, transform.Path, transform.Query.QueryString)
            : new Uri(path.AbsoluteUri + query, AsWritten);
    }
}
