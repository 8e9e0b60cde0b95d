namespace Edge.Gateway.Reloading;

/// <summary>A grant that a reload added, took away or changed.</summary>
/// <param name="Kind">What happened to it.</param>
/// <param name="Grant">The grant's id.</param>
internal readonly record struct GrantChange(GrantChangeKind Kind, string Grant);
