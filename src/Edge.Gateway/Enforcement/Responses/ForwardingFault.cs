using Edge.Gateway.Calls;
using Edge.Mcp.Responses;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Says why a server's answer did not come, or not whole.</summary>
internal static class ForwardingFault
{
    /// <summary>
    /// A sentence for the caller. Whether the server may have done what it was asked for depends on it, so it says no more than is known.
    /// </summary>
    public static string Message(CallContext exchange, Exception? error)
    {
        if (exchange.ServerAnswer is not null)
        {
            return error?.GetBaseException() is DecodingException
                ? "The server's answer cannot be decoded: it is not in the encoding that it names."
                : "The server's answer broke off.";
        }

        return error switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError
                or HttpRequestError.ConfigurationLimitExceeded
            }
                => "The server's answer could not be read.",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
                or HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException }
                => "The server closed the connection without an answer.",
            _ => "The server cannot be reached.",
        };
    }
}
