namespace Edge.Admin;

/// <summary>Tells people with browsers from programs.</summary>
internal static class ConsoleRequests
{
    /// <summary>Whether a person asks for a page: browsers say so when one is opened, and scripts and programs do not.</summary>
    public static bool IsPage(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/api"))
            return false;
        foreach (var line in request.Headers.Accept)
        {
            if (line?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }
}
