using System.CommandLine;
using System.Globalization;
using Edge.Admin.Freezes;
using Edge.Policy.Freezes;

namespace Edge.Cli;

/// <summary><c>edge freeze</c>: the stop button, for a grant, a server or everything.</summary>
internal static class FreezeCommand
{
    private const string Path = "api/freezes";

    public static Command Create()
    {
        var grant = new Option<string?>("--grant") { Description = "Stop this grant, at every server.", HelpName = "ID" };
        var server = new Option<string?>("--server") { Description = "Stop this server, for everyone.", HelpName = "NAME" };
        var reason = new Option<string?>("--reason") { Description = "Why, for other operators; callers are not told.", HelpName = "TEXT" };
        var thaw = new Option<bool>("--thaw") { Description = "Let it go on." };
        var list = new Option<bool>("--list") { Description = "Say what is frozen." };
        var command = new Command(
            "freeze",
            "Stops a grant, a server, or without either everything, at a running Edge: from the next request on every message is denied "
                + "until thawed. "
            + "Exit code 0 if done, 1 if there was nothing to thaw, 2 if Edge refused or was not reached.")
        {
            grant, server, reason, thaw, list,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(grant) is not null && result.GetResult(server) is not null)
                result.AddError("Give --grant or --server, not both.");
            if (result.GetValue(list)
                && (result.GetValue(thaw) || result.GetResult(grant) is not null || result.GetResult(server) is not null
                || result.GetResult(reason) is not null))
                result.AddError("Give --list alone.");
        });
        command.SetAdminAction(async (result, client, cancellation) =>
        {
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(list))
                return await ListAsync(client, output, cancellation);
            var request = result.GetValue(grant) is { } id ? new FreezeRequest(FreezeScope.Grant, id, result.GetValue(reason))
                : result.GetValue(server) is { } name ? new FreezeRequest(FreezeScope.Server, name, result.GetValue(reason))
                : new FreezeRequest(FreezeScope.All, null, result.GetValue(reason));
            return result.GetValue(thaw)
                ? await ThawAsync(client, request, output, cancellation)
                : await FreezeAsync(client, request, output, cancellation);
        });
        return command;
    }

    private static async Task<int> FreezeAsync(AdminClient client, FreezeRequest request, TextWriter output, CancellationToken cancellation)
    {
        await client.SendAsync<FreezeAnswer>(HttpMethod.Put, Path, request, cancellation);
        await output.WriteLineAsync($"frozen: {request.ToTarget()}");
        return ExitCode.Good;
    }

    private static async Task<int> ThawAsync(AdminClient client, FreezeRequest request, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            await client.SendAsync<FreezeAnswer>(HttpMethod.Delete, Path, request, cancellation);
        }
        catch (AdminException e) when (e.Code == FreezeEndpoints.NotFrozen)
        {
            await output.WriteLineAsync($"not frozen: {request.ToTarget()}");
            return ExitCode.No;
        }

        await output.WriteLineAsync($"thawed: {request.ToTarget()}");
        return ExitCode.Good;
    }

    private static async Task<int> ListAsync(AdminClient client, TextWriter output, CancellationToken cancellation)
    {
        var answer = await client.SendAsync<FreezesAnswer>(HttpMethod.Get, Path, null, cancellation);
        foreach (var freeze in answer.Freezes)
        {
            var at = freeze.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var why = freeze.Reason is null ? "" : $": {freeze.Reason}";
            await output.WriteLineAsync($"{new FreezeTarget(freeze.Scope, freeze.Name)}, by '{freeze.By}' at {at}{why}");
        }

        if (answer.Freezes.Count == 0)
            await output.WriteLineAsync("nothing is frozen");
        else if (!answer.SurviveRestart)
            await output.WriteLineAsync("(kept in memory: a restart of Edge thaws all of it)");
        return ExitCode.Good;
    }
}
