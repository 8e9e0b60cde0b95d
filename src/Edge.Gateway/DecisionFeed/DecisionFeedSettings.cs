using Edge.Gateway.Settings;

namespace Edge.Gateway.DecisionFeed;

/// <summary>What Edge keeps in memory for people who look: <c>Edge:Admin:RecentDecisions</c> and <c>KeepArguments</c>. Immutable.</summary>
internal sealed record DecisionFeedSettings
{
    /// <summary>How many decisions are kept, the newest. Default value: 1,000; 100 to 10,000.</summary>
    public int RecentDecisions { get; init; } = 1000;

    /// <summary>Whether the arguments of those calls are kept too, up to 16 KiB each. Default value: false.</summary>
    public bool KeepArguments { get; init; }

    /// <summary>Reads the keys.</summary>
    public static DecisionFeedSettings Read(SettingsReader reader) => new()
    {
        RecentDecisions = (int)reader.Number("Admin:RecentDecisions", 1000, 100, 10_000),
        KeepArguments = reader.Flag("Admin:KeepArguments"),
    };
}
