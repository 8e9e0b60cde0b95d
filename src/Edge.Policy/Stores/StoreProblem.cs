namespace Edge.Policy.Stores;

/// <summary>Why the store gave no answer.</summary>
public enum StoreProblem
{
    /// <summary>It is away: an outage.</summary>
    Away,

    /// <summary>It is there, and others ask too much at the same time.</summary>
    Busy,

    /// <summary>It is there, and refused this question.</summary>
    Refused,
}
