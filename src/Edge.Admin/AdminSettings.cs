using Edge.Admin.Users;

namespace Edge.Admin;

/// <summary>The settings <c>Edge:Admin</c>, checked. Immutable.</summary>
internal sealed record AdminSettings
{
    /// <summary>Where the admin port is when the settings say nothing.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8081";

    /// <summary>The key of the address, as messages name it.</summary>
    public const string UrlKey = "Edge:Admin:Url";

    /// <summary>What stands for a trace's id in <see cref="TraceUrl"/>.</summary>
    public const string TracePlace = "{traceId}";

    /// <summary>The address that the admin port is bound to. Default value: <see cref="DefaultUrl"/>.</summary>
    public required AdminAddress Address { get; init; }

    /// <summary>
    /// The address by which people reach the admin port, such as <c>https://edge-admin.example.com</c>, in answers and notices; null for
    /// that of the binding.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Host names by which the admin port may be called, besides its own (<c>Edge:Admin:AllowedHosts</c>).</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How long a session of the console lasts at most. Default value: 8 hours.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Whether the console may write policy files. Default value: false.</summary>
    public bool PolicyEditing { get; init; }

    /// <summary>The address of a trace, with <c>{traceId}</c> in the place of its id; null where there is nothing to link to.</summary>
    public string? TraceUrl { get; init; }

    /// <summary>Who may use it; nobody when empty.</summary>
    public IReadOnlyList<AdminUser> Users { get; init; } = [];
}
