using Microsoft.AspNetCore.Authentication;

namespace Edge.Sample.Host;

/// <summary>Which key signs in.</summary>
internal sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    /// <summary>The key. Null: nobody signs in.</summary>
    public string? Key { get; set; }
}
