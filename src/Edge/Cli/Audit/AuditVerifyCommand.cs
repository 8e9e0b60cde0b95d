using System.CommandLine;
using Edge.Gateway.Audit;
using Edge.Gateway.Keys;
using Edge.Startup;

namespace Edge.Cli.Audit;

/// <summary>
/// <c>edge audit verify [--head COUNT:MAC] [FOLDER]</c>: proves that records are as Edge wrote them, or says where they are not.
/// </summary>
internal static class AuditVerifyCommand
{
    public static Command Create()
    {
        var folder = AuditCommand.Folder();
        var head =
            new Option<string?>(
            "--head")
            { Description = "A head that was logged or exported before, as COUNT:MAC: finds what was cut off the end since." };
        var keyFile =
            new Option<string?>("--key-file") { Description = "The file of Edge's secrets. Default: Edge:KeyFile of the settings." };
        var command =
            new Command("verify",
            "Proves that no one without the key changed, removed, inserted or moved a record. Exit code 0 if the chain is intact, 1 if "
                + "not, 2 for wrong input.")
        {
            folder,
            head,
            keyFile,
        };
        command.SetFolderAction(folder, (result, path, _) => Task.FromResult(Verify(
            path, result.GetValue(head), result.GetValue(keyFile), result.InvocationConfiguration.Output,
                result.InvocationConfiguration.Error)));
        return command;
    }

    private static int Verify(string folder, string? headText, string? keyFile, TextWriter output, TextWriter error)
    {
        AuditHead? head = null;
        if (headText is not null && (head = AuditHead.Parse(headText)) is null)
        {
            error.WriteLine($"error audit_wrong_head: expected COUNT:MAC as Edge logs it, found '{headText}'");
            return ExitCode.WrongInput;
        }

        using var verifier = new AuditVerifier(Keys(keyFile));
        var verdict = verifier.Verify(folder, head);
        if (verdict.Break is { } place)
        {
            output.WriteLine(place);
            output.WriteLine($"{folder}: broken after {verdict.Head}");
            return ExitCode.No;
        }

        var removed = verdict.Start.Count == 0 ? "" : $", the first {verdict.Start.Count} removed by Edge as the settings ask";
        output.WriteLine($"{folder}: valid, {Count(verdict.Head.Count - verdict.Start.Count, "record")} "
            + $"in {Count(verdict.Files, "file")}{removed}, head {verdict.Head}");
        return ExitCode.Good;
    }

    private static EdgeKeys Keys(string? keyFile)
    {
        if (keyFile is not null)
            return KeyFile.Load(Environment.CurrentDirectory, keyFile, create: false);
        var builder = EdgeApplication.CreateBuilder([]);
        return KeyFile.Load(builder.Environment.ContentRootPath, EdgeSettings.Read(builder.Configuration).KeyFile, create: false);
    }

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
