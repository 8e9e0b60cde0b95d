namespace Edge.EndToEnd.Faults;

/// <summary>Policies and settings of the tests about faults.</summary>
internal static class FaultPolicies
{
    /// <summary>Everything but <c>hidden</c>; calls with an argument <c>no</c> are denied.</summary>
    public const string Usual = """
        { "version": "1", "default": "allow", "hide": [ "hidden" ],
          "all_tools": { "deny_if": [ { "path": "args.no", "op": "exists", "value": true, "on_deny": "told so" } ] } }
        """;

    /// <summary>Everything, a thousand calls a week: what remains says how many were counted.</summary>
    public const string Counting =
        """{ "version": "1", "default": "allow", "hide": [ "hidden" ], "all_tools": { "limits": [ { "counter": "calls", "window": "7d","""
        + """ "max": 1000 } ] } }""";

    /// <summary>Bounds on floods that no test reaches.</summary>
    public static (string Key, string Value)[] NoFlood { get; } =
    [
        ("Edge__Flood__RequestsPerSecond", "100000"), ("Edge__Flood__Burst", "100000"), ("Edge__Flood__ConnectionsPerAddress", "10000"),
    ];
}
