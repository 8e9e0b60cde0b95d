namespace Edge.Testing.Limits;

/// <summary>What may happen to a limit.</summary>
public enum LimitStepKind
{
    /// <summary>A call asks.</summary>
    Take,

    /// <summary>A call was never sent.</summary>
    GiveBack,

    /// <summary>A call ends.</summary>
    Complete,

    /// <summary>A call's caller leaves before its end.</summary>
    Leave,
}
