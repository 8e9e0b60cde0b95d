using System.CommandLine;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Settings;
using Edge.Policy.Text;

namespace Edge.Cli.Grants;

/// <summary><c>edge grant revoke ID</c>: takes a grant out of the file, and every token of it with it.</summary>
internal static class RevokeGrantCommand
{
    public static Command Create(Func<GrantPlace> place)
    {
        var id = new Argument<string>("ID") { Description = "The grant's name." };
        var file = GrantCommand.FileOption("");
        var command =
            new Command("revoke", "Revokes a grant: a running Edge rejects its tokens within a second.") { id,
            file };
        command.SetAction(result =>
            GrantCommand.Run(result, (output, _) => Revoke(place(), result.GetRequiredValue(id), result.GetValue(file), output)));
        return command;
    }

    private static void Revoke(GrantPlace place, string id, string? given, TextWriter output)
    {
        var file = place.Require(given);
        // What is not there is nothing to take away: the same error as for every command that reads it.
        file.Read();
        file.Change((bytes, grants) => GrantFileText.Remove(bytes, id)
            ?? throw new StartupException(
            [$"error grants_unknown_id at ID: there is no grant '{id}'{Spelling.Hint(id, grants.Select(g => g.Id))}"]));
        output.WriteLine($"{id}: revoked");
    }
}
