using System.CommandLine;
using System.Text;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Keys;
using Edge.Gateway.Settings;

namespace Edge.Cli.Grants;

/// <summary><c>edge grant new ID</c>: makes a token, prints it once, and writes or prints the entry with its hash.</summary>
internal static class NewGrantCommand
{
    public static Command Create(Func<GrantPlace> place)
    {
        var id = new Argument<string>("ID") { Description = $"The grant's name: {GrantWords.IdRule}." };
        var servers =
            new Option<string[]>("--server")
            {
                Description =
            "A server that the grant reaches, and a policy in place of the route's. Any number of times.",
                HelpName = "NAME[=POLICY]"
            };
        var labels =
            new Option<string[]>("--label")
            {
                Description =
            "A label for conditions on grant.labels.NAME: text, a number, true or false. Any number of times.",
                HelpName = "NAME=VALUE"
            };
        var expires =
            new Option<string?>("--expires")
            {
                Description =
            "When the grant ends: after 30d or 12h, at the start of a day (UTC) as 2027-01-01, or at a time as 2027-01-01T00:00:00Z.",
                HelpName = "WHEN"
            };
        var file = GrantCommand.FileOption("; without that either, the entry is printed");
        var command =
            new Command("new",
            "Makes a grant: prints its token, once, and writes its entry, which has the token's hash, into the grants file.")
        {
            id, servers, labels, expires, file,
        };
        command.SetAction(result => GrantCommand.Run(result, (output, error) => Make(
            place(), result.GetRequiredValue(id), result.GetValue(servers) ?? [], result.GetValue(labels) ?? [], result.GetValue(expires),
                result.GetValue(file), output, error)));
        return command;
    }

    /// <remarks>
    /// (1) read what is asked for; (2) make the token; (3) write the entry, or print it; (4) print the token, when nothing can fail any
    /// more.
    /// </remarks>
    private static void Make(GrantPlace place, string id, string[] servers, string[] labels, string? expires, string? given,
        TextWriter output, TextWriter error)
    {
        // 1: what is asked for
        var errors = new List<string>();
        if (!GrantWords.IsId(id))
            errors.Add($"error grants_invalid_id at ID: expected an id "
                + $"of {GrantWords.IdRule}{(id == "anonymous" ? ", and not 'anonymous'" : "")}, found '{id}'");
        var ways = GrantArguments.Servers(servers, errors);
        var ends = GrantArguments.Expiry(expires, place.Clock.GetUtcNow(), errors);
        var said = GrantArguments.Labels(labels, errors);
        GrantArguments.ThrowOn(errors);
        var target = place.Find(given);
        if (given is null && target is not null)
            place.Check(ways);

        // 2: the token
        var token = AccessToken.New();
        var entry = new GrantEntry(id, AccessToken.HashText(token), said, ends, ways).Write();

        // 3: the entry
        if (target is not null)
            Add(target, id, entry);

        // 4: the token, alone on its line, so that a script can take it
        output.WriteLine(token);
        error.WriteLine("The token is shown only once. Anyone who has it can use this grant.");
        if (target is null)
            output.WriteLine($"    {entry}");
        if (ways.Count == 0)
            error.WriteLine("The grant reaches no server: name one with --server.");
    }

    private static void Add(GrantFile file, string id, string entry) => file.Change((bytes, grants) =>
    {
        if (grants.Any(g => g.Id == id))
            throw new StartupException(
                [$"error grants_duplicate_id at ID: there is a grant '{id}' already (take it away with 'edge grant revoke {id}', or "
                    + $"choose another id)"]);
        return GrantFileText.Add(bytes ?? GrantFileText.Empty.Span, Encoding.UTF8.GetBytes(entry));
    });
}
