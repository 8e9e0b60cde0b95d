using System.CommandLine;

namespace Edge.Cli.Approvals;

/// <summary><c>edge approvals</c>: what waits for a person at a running Edge, and the answers.</summary>
internal static class ApprovalsCommand
{
    /// <summary>The address of the approvals, below the admin port's.</summary>
    public const string Path = "api/approvals";

    public static Command Create() => new("approvals", "Calls that wait for a person, at a running Edge: look, approve, deny.")
    {
        ListApprovalsCommand.Create(),
        ShowApprovalCommand.Create(),
        AnswerApprovalCommand.Create(agrees: true),
        AnswerApprovalCommand.Create(agrees: false),
        WebhookSecretCommand.Create(),
    };

    /// <summary>The id that commands take.</summary>
    public static Argument<string> IdArgument()
    {
        var id = new Argument<string>("ID") { Description = "The approval's id." };
        id.Validators.Add(result =>
        {
            // It becomes a part of an address.
            if (result.GetValueOrDefault<string>() is { } text && (text.Length == 0 || !text.All(char.IsAsciiLetterOrDigit)))
                result.AddError($"Expected the id of an approval, found '{text}'.");
        });
        return id;
    }

    /// <summary>The option to print what Edge answered.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print what Edge answers, as one line of JSON." };
}
