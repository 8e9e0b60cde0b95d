using System.Buffers.Text;
using Edge.Gateway.Settings;

namespace Edge.Gateway.Approvals;

/// <summary>
/// The section <c>Edge:Approvals:Webhook</c>. Immutable. Address and secret are secrets: they are never logged and never in a message.
/// </summary>
/// <param name="Url">Where notices are posted.</param>
/// <param name="Secret">The key of their signatures; null for the one derived from the key file.</param>
/// <param name="Timeout">How long the receiver may take for one answer.</param>
internal sealed record WebhookSettings(Uri Url, byte[]? Secret, TimeSpan Timeout)
{
    /// <summary>What a written secret begins with (Standard Webhooks, "Signature scheme").</summary>
    public const string SecretPrefix = "whsec_";

    private const string Section = "Approvals:Webhook";

    /// <summary>Reads the section; null without an address.</summary>
    public static WebhookSettings? Read(SettingsReader reader)
    {
        var secret = ReadSecret(reader);
        var timeout = reader.Duration($"{Section}:Timeout", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        if (reader.Text($"{Section}:Url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Fragment: "", UserInfo: "" })
            return new WebhookSettings(url, secret, timeout);
        // What was found is not repeated: such addresses hold tokens.
        reader.Report($"{Section}:Url", "config_wrong_type",
            "expected an address such as 'https://hooks.example.com/edge', found something else");
        return null;
    }

    private static byte[]? ReadSecret(SettingsReader reader)
    {
        if (reader.Text($"{Section}:Secret") is not { } text)
            return null;
        var encoded = text.StartsWith(SecretPrefix, StringComparison.Ordinal) ? text[SecretPrefix.Length..] : "";
        if (Base64.IsValid(encoded, out var length) && length is >= 24 and <= 64)
            return Convert.FromBase64String(encoded);
        reader.Report($"{Section}:Secret",
            "config_wrong_type", $"expected '{SecretPrefix}' and 24 to 64 bytes in base64, found something else "
                + $"('echo {SecretPrefix}$(openssl rand -base64 32)' makes one)");
        return null;
    }
}
