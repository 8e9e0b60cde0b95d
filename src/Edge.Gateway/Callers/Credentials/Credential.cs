namespace Edge.Gateway.Callers.Credentials;

/// <summary>What Edge shows a server in its callers' place: one header. Immutable. Its text tells nothing of the value.</summary>
internal sealed class Credential(string header, string value)
{
    /// <summary>The header's name.</summary>
    public string Header { get; } = header;

    /// <summary>The header's value: a secret, never logged.</summary>
    public string Value { get; } = value;

    /// <inheritdoc />
    public override string ToString() => $"{Header}: …";
}
