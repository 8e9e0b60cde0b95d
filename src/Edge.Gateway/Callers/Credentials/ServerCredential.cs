using Edge.Gateway.Settings;

namespace Edge.Gateway.Callers.Credentials;

/// <summary>The credential of one server as the settings have it, with the place where an operator finds it.</summary>
/// <param name="Server">The server: the cluster's id.</param>
/// <param name="Template">The credential as written.</param>
/// <param name="Place">File, line and column, or the environment variable.</param>
/// <param name="Key">The key of the value, with colons.</param>
internal sealed record ServerCredential(string Server, CredentialTemplate Template, string Place, string Key)
{
    /// <summary>The line that says why the credential cannot be used.</summary>
    public string Error(string problem) => new SettingError(Place, "config_credential_unreadable", Key, problem).ToString();

    /// <summary>The line that says that no cluster has the server's name.</summary>
    public string UnknownServer(string hint) =>
        new SettingError(Place, "config_unknown_server", Key, $"unknown server '{Server}': no cluster has this name{hint}").ToString();
}
