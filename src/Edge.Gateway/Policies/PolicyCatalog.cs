using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Edge.Gateway.Policies;

/// <summary>All policies of the settings, by name. Immutable as a set; each slot's snapshot changes.</summary>
internal sealed class PolicyCatalog(IEnumerable<PolicySlot> slots)
{
    private readonly FrozenDictionary<string, PolicySlot> _slots = slots.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>The slots, by name.</summary>
    public IReadOnlyList<PolicySlot> Slots => _slots.Values;

    /// <summary>The names, sorted.</summary>
    public IEnumerable<string> Names => _slots.Keys.Order(StringComparer.Ordinal);

    /// <summary>The policy of a name that the settings have.</summary>
    public PolicySlot Get(string name) => _slots[name];

    /// <summary>Finds a policy by its exact name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out PolicySlot slot) => _slots.TryGetValue(name, out slot);
}
