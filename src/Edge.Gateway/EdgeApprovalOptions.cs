namespace Edge.Gateway;

/// <summary>The section <c>Edge:Approvals</c>: what people are shown of calls that wait for them, and who is told.</summary>
public sealed class EdgeApprovalOptions
{
    /// <summary>
    /// Paths of arguments whose values nobody is shown, such as <c>args.body.env</c>; at most 64. Default: none, which means where the
    /// tools of runpod-mcp take passwords, keys and variables.
    /// </summary>
    public IList<string> Mask { get; } = [];

    /// <summary>
    /// Where notices are posted, as Standard Webhooks say; http or https. Default: null, for nowhere. A secret: it is never logged.
    /// </summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>
    /// The key of the signatures: <c>whsec_</c> and 24 to 64 bytes in base64. Default: null, for one derived from
    /// <see cref="EdgeOptions.KeyFile"/>. Never logged.
    /// </summary>
    public string? WebhookSecret { get; set; }

    /// <summary>How long the receiver may take for one answer. Default: 5 seconds; 1 second to 1 minute.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
