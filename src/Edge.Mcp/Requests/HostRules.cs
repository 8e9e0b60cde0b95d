using Microsoft.Extensions.Primitives;

namespace Edge.Mcp.Requests;

/// <summary>Which <c>Host</c> a request may carry: the names of <c>AllowedHosts</c>, with ASP.NET's wildcards; never none.</summary>
/// <remarks>A proxy rewrites <c>Host</c>, so the server's own check against DNS rebinding cannot fire behind one. Thread-safe.</remarks>
internal sealed class HostRules
{
    private readonly StringSegment[] _patterns;
    private readonly bool _any;
    private string? _lastAllowed;

    /// <summary>Takes the setting's entries, without ports; none means this machine's own names.</summary>
    public HostRules(IEnumerable<string> allowedHosts)
    {
        List<StringSegment> patterns = [];
        foreach (var host in allowedHosts)
        {
            if (host.Trim() is { Length: > 0 } name)
                patterns.Add(new HostString(name).ToUriComponent());
        }

        _patterns = patterns.Count > 0 ? [.. patterns] : ["localhost", "127.0.0.1", "[::1]"];
        _any = patterns.Contains("*");
    }

    /// <summary>Whether a request to this host is let in; its port does not matter.</summary>
    public bool Allows(HostString host)
    {
        var value = host.Value;
        if (string.IsNullOrEmpty(value))
            return false;
        if (value.Equals(_lastAllowed, StringComparison.Ordinal))
            return true;
        var name = NameOf(value);
        if (name.IsEmpty || !(_any || HostString.MatchesAny(name.ToString(), _patterns)))
            return false;
        _lastAllowed = value;
        return true;
    }

    // A host with anything odd in it has no name: what other readers make of it is not ours to guess.
    private static ReadOnlySpan<char> NameOf(string value) =>
        Origin.TryParse("http://" + value, out var origin) ? origin.Host : [];
}
