using Edge.Gateway.Policies;
using Edge.Gateway.Settings;

namespace Edge.Startup;

/// <summary>Loads every policy at the start, where one that cannot be used stops it.</summary>
internal static class StartPolicies
{
    /// <summary>Loads all policies of the settings.</summary>
    /// <exception cref="StartupException">At least one cannot be used: every error of every one.</exception>
    public static (PolicyCatalog Catalog, IReadOnlyList<string> Warnings) Load(EdgeSettings settings, string directory)
    {
        var slots = new List<PolicySlot>();
        var errors = new List<string>();
        var warnings = new List<string>();
        foreach (var (name, path) in settings.Policies)
        {
            var load = PolicyLoader.Load(name, directory, path);
            errors.AddRange(load.Errors);
            warnings.AddRange(load.Warnings);
            if (load.Policy is { } policy)
                slots.Add(new PolicySlot(name, path, new PolicySnapshot(policy, TimeProvider.System.GetUtcNow()) { Text = load.Text }));
        }

        return errors.Count == 0 ? (new PolicyCatalog(slots), warnings) : throw new StartupException(errors);
    }
}
