using Edge.Admin.Users;
using Edge.Gateway.Keys;
using Edge.Gateway.Settings;

namespace Edge.Admin;

/// <summary>Reads <c>Edge:Admin</c>. Whatever stands where a hash should be is never repeated: it may be a token.</summary>
internal static class AdminSettingsReader
{
    /// <summary>Reads the section of settings that were checked; an invalid value has its default.</summary>
    public static AdminSettings Read(IConfiguration configuration) => Read(new SettingsReader(configuration, "Edge"));

    /// <summary>Reads the section; mistakes are reported to <paramref name="reader"/>.</summary>
    public static AdminSettings Read(SettingsReader reader)
    {
        var users = ReadUsers(reader);
        var settings = new AdminSettings
        {
            Address = ReadAddress(reader),
            PublicUrl = reader.Address("Admin:PublicUrl", "https://edge-admin.example.com"),
            AllowedHosts = reader.List("Admin:AllowedHosts"),
            SessionLife = reader.Duration("Admin:SessionLife", TimeSpan.FromHours(8), TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            PolicyEditing = reader.Flag("Admin:PolicyEditing"),
            TraceUrl = ReadTraceUrl(reader),
            Users = users,
        };
        if (settings.PublicUrl is { AbsolutePath: not "/" } url)
        {
            reader.Report("Admin:PublicUrl", "config_wrong_type",
                $"expected an address without a path, found '{url}' (the console's pages link from the root: give the admin port a "
                    + $"host name or a port of its own)");
        }

        if (!settings.Address.IsLoopback && reader.Names("Admin:Users").Count == 0)
        {
            reader.Report("Admin:Url", "admin_no_users",
                $"expected a loopback address as long as there are no users, found '{settings.Address.Text}' ('edge user new NAME "
                    + $"--role admin' makes a user)");
        }

        return settings;
    }

    private static AdminAddress ReadAddress(SettingsReader reader)
    {
        var text = reader.Text("Admin:Url", AdminSettings.DefaultUrl);
        if (AdminAddress.Parse(text) is { } address)
            return address;
        reader.Report("Admin:Url",
            "config_wrong_type", $"expected an address such as '{AdminSettings.DefaultUrl}', without a path, found "
                + $"'{ShownAddress.Of(text)}'");
        return AdminAddress.Parse(AdminSettings.DefaultUrl)!;
    }

    private static string? ReadTraceUrl(SettingsReader reader)
    {
        if (reader.Text("Admin:TraceUrl") is not { } text)
            return null;
        if (text.Contains(AdminSettings.TracePlace, StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.UserInfo == "")
            return text;
        reader.Report("Admin:TraceUrl",
            "config_wrong_type", $"expected an address such as 'http://127.0.0.1:16686/trace/{AdminSettings.TracePlace}', found '{text}'");
        return null;
    }

    private static List<AdminUser> ReadUsers(SettingsReader reader)
    {
        var users = new List<AdminUser>();
        foreach (var index in reader.Names("Admin:Users"))
        {
            var entry = $"Admin:Users:{index}";
            if (ReadUser(reader, entry) is not { } user)
                continue;
            if (users.Any(other => other.Name == user.Name))
                reader.Report($"{entry}:name", "admin_user_twice", $"expected a name of its own for each user, found '{user.Name}' twice");
            else if (users.FirstOrDefault(other => other.TokenHash.AsSpan().SequenceEqual(user.TokenHash)) is { } same)
                reader.Report($"{entry}:tokenHash",
                    "admin_token_twice", $"expected a token of its own for each user, found that of '{same.Name}' again");
            else
                users.Add(user);
        }

        return users;
    }

    private static AdminUser? ReadUser(SettingsReader reader, string entry)
    {
        var mistakes = reader.Errors.Count;
        var name = reader.Text($"{entry}:name");
        if (name is null)
            reader.Report($"{entry}:name", "config_missing", "expected the user's name, found none");
        else if (!AdminUser.IsName(name))
            reader.Report($"{entry}:name", "config_wrong_type", $"expected {AdminUser.NameRule}, found '{name}'");

        var text = reader.Text($"{entry}:tokenHash");
        byte[]? hash = null;
        if (text is null)
            reader.Report($"{entry}:tokenHash", "config_missing",
                "expected the SHA-256 of the user's token, found none ('edge user new' prints it)");
        else if (text.StartsWith(AccessToken.Prefix, StringComparison.Ordinal))
            reader.Report($"{entry}:tokenHash", "admin_plain_token",
                "expected the SHA-256 of the user's token, found the token itself: it is no secret any more, make another ('edge user "
                    + "new')");
        else if (!AccessToken.TryReadHash(text, out hash))
            reader.Report($"{entry}:tokenHash", "config_wrong_type",
                "expected the SHA-256 of the user's token, 64 hex digits, found something else");

        var role = AdminRole.Viewer;
        if (reader.Text($"{entry}:role") is null)
            reader.Report($"{entry}:role", "config_missing", "expected 'viewer' or 'approver' or 'admin', found none");
        else
            role = reader.Choice($"{entry}:role", ("viewer", AdminRole.Viewer), ("approver", AdminRole.Approver),
                ("admin", AdminRole.Admin));
        return reader.Errors.Count == mistakes ? new AdminUser(name!, hash!, role) : null;
    }
}
