namespace Edge.Policy.Matching;

/// <summary>Why a pattern makes no regular expression.</summary>
/// <param name="Unsupported">True: it means something, but nothing that can be run as RE2 would. False: it means nothing.</param>
/// <param name="Problem">What is wrong, as a fragment for a message.</param>
internal sealed record PolicyRegexFault(bool Unsupported, string Problem);
