namespace Edge.Admin.Servers;

/// <summary>A revision of the protocol, and how many messages were of it.</summary>
/// <param name="Revision">The revision; <c>other</c> for what is not published.</param>
/// <param name="Messages">How many messages.</param>
internal sealed record RevisionAnswer(string Revision, long Messages);
