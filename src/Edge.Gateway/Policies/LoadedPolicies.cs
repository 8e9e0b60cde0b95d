using Edge.Gateway.Settings;

namespace Edge.Gateway.Policies;

/// <summary>Every policy as it was loaded at the start, where one that cannot be used stops it. Immutable.</summary>
/// <param name="Catalog">The policies.</param>
/// <param name="Warnings">What looks doubtful in them, one line each.</param>
internal sealed record LoadedPolicies(PolicyCatalog Catalog, IReadOnlyList<string> Warnings)
{
    /// <summary>Loads all policies of the settings, for a store that counts so many digits.</summary>
    /// <exception cref="StartupException">At least one cannot be used: every error of every one.</exception>
    public static LoadedPolicies Load(IReadOnlyDictionary<string, string> files, string directory, LimitDigits digits)
    {
        var slots = new List<PolicySlot>();
        var errors = new List<string>();
        var warnings = new List<string>();
        foreach (var (name, path) in files)
        {
            var load = PolicyLoader.Load(name, directory, path, digits);
            errors.AddRange(load.Errors);
            warnings.AddRange(load.Warnings);
            if (load.Policy is { } policy)
                slots.Add(new PolicySlot(name, path, new PolicySnapshot(policy, TimeProvider.System.GetUtcNow()) { Text = load.Text }));
        }

        return errors.Count == 0 ? new(new PolicyCatalog(slots), warnings) : throw new StartupException(errors);
    }
}
