namespace Edge.Gateway;

/// <summary>What people see of calls that need an approval, and where notices go: the section <c>Edge:Approvals</c>.</summary>
public sealed class EdgeApprovalOptions
{
    /// <summary>
    /// Paths of arguments whose values are hidden from people, such as <c>args.body.env</c>; at most 64. Default: none, which hides the
    /// arguments in which the tools of runpod-mcp take passwords, keys and variables.
    /// </summary>
    public IList<string> Mask { get; } = [];

    /// <summary>
    /// The receiver of notices, http or https, in the format of Standard Webhooks. Default: null: none are sent. A secret: never logged.
    /// </summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>
    /// The key of the signatures: <c>whsec_</c> and 24 to 64 bytes in base64. Default: null: a key derived from
    /// <see cref="EdgeOptions.KeyFile"/>. Never logged.
    /// </summary>
    public string? WebhookSecret { get; set; }

    /// <summary>The timeout of one request to the receiver. Default: 5 seconds; 1 second to 1 minute.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
