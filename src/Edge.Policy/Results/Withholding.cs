namespace Edge.Policy.Results;

/// <summary>Why a message is not handed on.</summary>
/// <param name="Cause">What is wrong with it.</param>
/// <param name="Rule">The place of the document that decided, as a JSON pointer; empty for what is built in.</param>
/// <param name="Message">What the caller is told.</param>
internal sealed record Withholding(WithheldCause Cause, string Rule, string Message);
