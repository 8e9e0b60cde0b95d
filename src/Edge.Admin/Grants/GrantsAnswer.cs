namespace Edge.Admin.Grants;

/// <summary>The active grants.</summary>
/// <param name="InForce">Whether a grants file says who may call; without one callers pass with their own credential.</param>
/// <param name="File">The file; absent without one.</param>
/// <param name="Revision">The file's revision; absent without one.</param>
/// <param name="LastReloadFailed">Whether the file as it stands now was refused.</param>
/// <param name="Grants">The grants, in the order of the file.</param>
internal sealed record GrantsAnswer(bool InForce, string? File, string? Revision, bool LastReloadFailed, IReadOnlyList<GrantAnswer> Grants);
