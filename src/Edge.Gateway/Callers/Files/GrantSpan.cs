namespace Edge.Gateway.Callers.Files;

/// <summary>Where one grant stands among the bytes of a grants file.</summary>
/// <param name="Id">The grant's id.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind its last.</param>
internal readonly record struct GrantSpan(string Id, int Start, int End);
