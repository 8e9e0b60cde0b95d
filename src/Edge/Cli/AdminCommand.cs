using System.CommandLine;
using Edge.Admin;
using Edge.Gateway.Settings;
using Edge.Startup;

namespace Edge.Cli;

/// <summary>
/// What all commands that talk to a running Edge have in common: where it is, in whose name, and what becomes of refusals.
/// </summary>
internal static class AdminCommand
{
    /// <summary>The environment variable that names the address of the admin port.</summary>
    public const string UrlVariable = "EDGE_ADMIN_URL";

    /// <summary>
    /// The environment variable that holds the user's token. There is no option for it: arguments are seen by every program of the machine.
    /// </summary>
    public const string TokenVariable = "EDGE_ADMIN_TOKEN";

    /// <summary>Gives a command its action and the option <c>--admin-url</c>. Refusals are printed and end it with exit code 2.</summary>
    public static void SetAdminAction(this Command command, Func<ParseResult, AdminClient, CancellationToken, Task<int>> action)
    {
        var url = new Option<string?>("--admin-url")
        {
            Description = $"The admin port of the running Edge. Default: {UrlVariable}, then {AdminSettings.UrlKey} of the settings. "
                + $"The user's token is read from {TokenVariable}.",
        };
        command.Add(url);
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                using var client = new AdminClient(Address(result.GetValue(url)), Token());
                return await action(result, client, cancellation);
            }
            catch (AdminException e)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return ExitCode.WrongInput;
            }
        });
    }

    private static string Token()
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable)?.Trim();
        if (string.IsNullOrEmpty(token))
            throw new AdminException($"error: no token: set {TokenVariable} to the token of a user ('edge user new NAME --role admin' "
                + $"makes one)");
        return token.All(static c => c is > ' ' and <= '~') ? token
            : throw new AdminException($"error: {TokenVariable} holds characters that no token has");
    }

    private static Uri Address(string? given)
    {
        var source = "--admin-url";
        if (string.IsNullOrEmpty(given))
        {
            source = UrlVariable;
            given = Environment.GetEnvironmentVariable(UrlVariable);
        }

        if (string.IsNullOrEmpty(given))
            return ConfiguredAddress();
        return Uri.TryCreate(given, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
            : throw new AdminException($"error: expected an address such as '{AdminSettings.DefaultUrl}' in {source}, found '{given}'");
    }

    private static Uri ConfiguredAddress()
    {
        try
        {
            var text = EdgeApplication.CreateBuilder([]).Configuration[AdminSettings.UrlKey];
            return AdminAddress.Parse(string.IsNullOrEmpty(text) ? AdminSettings.DefaultUrl : text)?.ForClients
                ?? throw new AdminException($"error: {AdminSettings.UrlKey} is '{text}', which names no address to call: give "
                + $"--admin-url or {UrlVariable}");
        }
        catch (StartupException e)
        {
            throw new AdminException(e.Message);
        }
    }
}
