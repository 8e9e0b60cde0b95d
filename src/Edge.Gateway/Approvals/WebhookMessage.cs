using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Audit;
using Edge.Mcp;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Policy.Text;

namespace Edge.Gateway.Approvals;

/// <summary>
/// One notice as it is posted: Standard Webhooks (standardwebhooks.com), with a <c>text</c> for Slack and the like. Immutable; pure.
/// </summary>
internal sealed class WebhookMessage
{
    private WebhookMessage(string id, byte[] body) => (Id, Body) = (id, body);

    /// <summary>The id of the notice: the same at each try, so that a receiver can leave out what it had already.</summary>
    public string Id { get; }

    /// <summary>The JSON that is posted.</summary>
    public byte[] Body { get; }

    /// <summary>Writes a notice. Secrets are masked already; arguments that are long are left out.</summary>
    public static WebhookMessage Of(Approval approval, ApprovalOutcome outcome, string url, DateTimeOffset now)
    {
        var slug = outcome.ToSlug();
        var binding = approval.Binding;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, RpcErrorWriter.Plain);
        json.WriteStartObject();
        json.WriteString("type"u8, $"approval.{slug}");
        json.WriteString("timestamp"u8, now.UtcDateTime);
        json.WriteString("text"u8, TextOf(approval, outcome, url));
        json.WriteStartObject("data"u8);
        json.WriteString("id"u8, approval.Id);
        json.WriteString("state"u8, approval.State.ToSlug());
        json.WriteString("url"u8, url);
        json.WriteString("grant"u8, binding.Grant);
        json.WriteString("server"u8, binding.Server);
        json.WriteString("tool"u8, binding.Tool);
        json.WriteString("policy"u8, binding.Policy);
        json.WriteString("rule"u8, binding.Rule);
        json.WriteString("message"u8, approval.Message);
        json.WriteString("arguments"u8, approval.Arguments is { Length: <= ApprovalLimits.MaxListedArguments } arguments ? arguments
            : null);
        json.WriteString("requestedAt"u8, approval.RequestedAt.UtcDateTime);
        json.WriteString("expiresAt"u8, approval.ExpiresAt.UtcDateTime);
        json.WriteString("answeredBy"u8, approval.AnsweredBy);
        json.WriteString("reason"u8, approval.Reason);
        json.WriteString("scope"u8, approval.Scope.ToSlug());
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return new WebhookMessage($"{approval.Id}.{slug}", buffer.WrittenSpan.ToArray());
    }

    /// <summary>The signatures at a time, one for each key: <c>v1,</c> and HMAC-SHA256 over id, time and body, in base64.</summary>
    public string Sign(IReadOnlyList<byte[]> keys, long unixSeconds)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id}.{unixSeconds}."));
        byte[] content = [.. head, .. Body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, content))}"));
    }

    private static string TextOf(Approval approval, ApprovalOutcome outcome, string url)
    {
        var binding = approval.Binding;
        var call = $"{binding.Tool} on {binding.Server} for {binding.Grant}";
        var why = approval.Reason is { } reason ? $": {reason}" : "";
        var text = outcome switch
        {
            ApprovalOutcome.Requested => $"{call} waits for a person: {approval.Message}. "
                + $"Until {approval.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC at {url}",
            ApprovalOutcome.Approved => $"{call} was approved by {approval.AnsweredBy}{why}",
            ApprovalOutcome.Denied => $"{call} was denied by {approval.AnsweredBy}{why}",
            ApprovalOutcome.Expired => $"{call} expired: {url}",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Nobody is told of this."),
        };
        // Slack reads <…> as links and mentions ("Escaping text"): what others wrote stays text.
        return UserText.Printable(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
    }
}
