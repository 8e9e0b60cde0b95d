using Edge.Gateway.Callers;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Settings;
using Edge.Policy.Text;
using Edge.Startup;

namespace Edge.Cli.Grants;

/// <summary>Where the commands about grants work: what is configured there, and what the time is.</summary>
/// <param name="Directory">The current directory, to which <c>--file</c> is relative.</param>
/// <param name="ContentRoot">The directory to which the configured file is relative.</param>
/// <param name="Configuration">The settings as a start would find them.</param>
/// <param name="Clock">The clock.</param>
internal sealed record GrantPlace(string Directory, string ContentRoot, IConfiguration Configuration, TimeProvider Clock)
{
    /// <summary>The place where the program runs.</summary>
    public static GrantPlace Here()
    {
        var builder = EdgeApplication.CreateBuilder([]);
        return new GrantPlace(Environment.CurrentDirectory, builder.Environment.ContentRootPath, builder.Configuration,
            TimeProvider.System);
    }

    /// <summary>The grants file: the one given, else the configured one; null for neither.</summary>
    public GrantFile? Find(string? given)
    {
        if (given is not null)
            return new GrantFile(Directory, given);
        return Configuration["Edge:Grants:File"] is { Length: > 0 } configured ? new GrantFile(ContentRoot, configured) : null;
    }

    /// <summary>The same, where there must be one.</summary>
    /// <exception cref="StartupException">There is none.</exception>
    public GrantFile Require(string? given) =>
        Find(given)
        ?? throw new StartupException(["error grants_no_file: no grants file; expected --file FILE, or Edge:Grants:File in the settings"]);

    /// <summary>Checks the servers and policies of a new grant against the settings, which rule the configured file.</summary>
    /// <exception cref="StartupException">A name is unknown.</exception>
    public void Check(IEnumerable<KeyValuePair<string, string?>> servers)
    {
        var known = GrantSettings.ServersOf(Configuration);
        var policies = Configuration.GetSection("Edge:Policies").GetChildren().Select(c => c.Key).ToList();
        var errors = new List<string>();
        foreach (var (server, policy) in servers)
        {
            if (!known.Contains(server))
                errors.Add($"error grants_unknown_server at --server: unknown server '{server}': no cluster has this "
                    + $"name{Spelling.Hint(server, known)}");
            if (policy is not null && !policies.Contains(policy))
                errors.Add($"error grants_unknown_policy at --server: unknown policy '{policy}'{Spelling.Hint(policy, policies)}");
        }

        if (errors.Count > 0)
            throw new StartupException(errors);
    }
}
