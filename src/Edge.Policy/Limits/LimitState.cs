namespace Edge.Policy.Limits;

/// <summary>How full a limit is after a call asked for it: the values of <c>edge.limit.state</c> (telemetry.md).</summary>
public enum LimitState
{
    /// <summary>At most 80 % used.</summary>
    Within,

    /// <summary>More than 80 % used.</summary>
    Near,

    /// <summary>Without room for the call.</summary>
    Over,
}
