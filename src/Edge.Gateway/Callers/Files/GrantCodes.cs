namespace Edge.Gateway.Callers.Files;

/// <summary>The stable names of mistakes in a grants file, besides those of its form; <c>docs/grants.md</c> explains each.</summary>
internal static class GrantCodes
{
    /// <summary>What the codes of the form begin with: <c>grants_unknown_member</c>.</summary>
    public const string Family = "grants";

    public const string InvalidId = "grants_invalid_id";

    public const string DuplicateId = "grants_duplicate_id";

    public const string InvalidHash = "grants_invalid_hash";

    public const string PlainToken = "grants_plain_token";

    public const string DuplicateHash = "grants_duplicate_hash";

    public const string InvalidLabel = "grants_invalid_label";

    public const string InvalidExpiry = "grants_invalid_expiry";

    public const string NoGrant = "grants_no_grant";

    public const string NoServer = "grants_no_server";

    public const string UnknownServer = "grants_unknown_server";

    public const string UnknownPolicy = "grants_unknown_policy";

    public const string InvalidCredential = "grants_invalid_credential";

    public const string CredentialUnreadable = "grants_credential_unreadable";
}
