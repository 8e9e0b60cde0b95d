namespace Edge.Stores.Redis;

/// <summary>What becomes of counts of windows of an hour and longer when Redis has lost its data (<c>Edge:Limits:OnLoss</c>).</summary>
internal enum LossMode
{
    /// <summary>They begin at zero.</summary>
    GoOn,

    /// <summary>They are full until their windows end.</summary>
    Deny,
}
