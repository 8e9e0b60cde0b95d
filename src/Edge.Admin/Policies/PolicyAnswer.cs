using System.ComponentModel.DataAnnotations;
using Edge.Gateway.Policies;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;

namespace Edge.Admin.Policies;

/// <summary>One active policy.</summary>
internal record PolicyAnswer
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The file, as the settings name it.</summary>
    public required string File { get; init; }

    /// <summary>The complete active revision.</summary>
    [RegularExpression("^[0-9a-f]{64}$")]
    public required string Revision { get; init; }

    /// <summary>When it became active.</summary>
    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary><c>enforce</c> or <c>shadow</c>.</summary>
    [AllowedValues("enforce", "shadow")]
    public required string Mode { get; init; }

    /// <summary>Whether the file as it stands now was refused, so that an older revision is active.</summary>
    public required bool LastReloadFailed { get; init; }

    /// <summary>The servers whose routes it rules.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>Shows a policy.</summary>
    public static PolicyAnswer Of(PolicySlot slot, IReadOnlyList<string> servers)
    {
        var current = slot.Current;
        return new PolicyAnswer
        {
            Name = slot.Name,
            File = slot.Path,
            Revision = current.Policy.Revision,
            LoadedAt = current.LoadedAt,
            Mode = current.Policy.Mode.ToSlug(),
            LastReloadFailed = slot.LastReloadFailed,
            Servers = servers,
        };
    }
}
