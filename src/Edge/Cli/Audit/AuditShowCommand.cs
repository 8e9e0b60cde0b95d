using System.CommandLine;
using Edge.Gateway.Audit;

namespace Edge.Cli.Audit;

/// <summary><c>edge audit show [FOLDER]</c>: prints the records that are there.</summary>
internal static class AuditShowCommand
{
    public static Command Create()
    {
        var folder = AuditCommand.Folder();
        var command = new Command("show", "Prints the records, the oldest first. It checks nothing: 'edge audit verify' does.") { folder };
        var options = new AuditFilterOptions(command);
        command.SetFolderAction(folder, (result, path, _) => Task.FromResult(Show(path, options.Printer(result))));
        return command;
    }

    private static int Show(string folder, AuditPrinter printer)
    {
        foreach (var file in AuditFileName.List(folder))
        {
            using var lines = new AuditLineReader(file.Path);
            while (lines.TryRead(out var line))
                printer.Print(line, file.Path, lines.Number);
        }

        return printer.MetOther ? ExitCode.No : ExitCode.Good;
    }
}
