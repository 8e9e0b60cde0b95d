using System.CommandLine;
using Edge.Admin.Users;
using Edge.Gateway.Keys;

namespace Edge.Cli;

/// <summary>
/// <c>edge user new NAME --role ROLE</c>: makes a token for a user of the admin port. Nothing is stored: the operator configures the hash.
/// </summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The user's name, as it appears in logs and records." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !AdminUser.IsName(text))
                result.AddError($"Expected {AdminUser.NameRule}, as the user's name, found '{text}'.");
        });
        var role = new Option<string>("--role")
        {
            Description = "What the user may do: look, also approve calls, or everything.",
            Required = true
        };
        role.AcceptOnlyFromAmong(AdminRoles.Viewer, AdminRoles.Approver, AdminRoles.Admin);
        var make = new Command("new", "Makes a token and prints it once, with the entry for Edge:Admin:Users that lets it in.") { name,
            role };
        make.SetAction(result => New(result.GetRequiredValue(name), result.GetRequiredValue(role), result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return new Command("user", "Users of the admin port: people and programs that view, approve or freeze.") { make };
    }

    private static int New(string name, string role, TextWriter output, TextWriter error)
    {
        // The token alone on its line, so that a script can take it.
        var token = AccessToken.New();
        output.WriteLine(token);
        error.WriteLine("The token is shown only once. Anyone who has it acts as this user: keep it where no agent can read it.");
        error.WriteLine("Add the user to Edge:Admin:Users in appsettings.json, and restart Edge:");
        output.WriteLine($$"""    { "name": "{{name}}", "tokenHash": "{{AccessToken.HashText(token)}}", "role": "{{role}}" }""");
        return ExitCode.Good;
    }
}
