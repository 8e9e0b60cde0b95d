namespace Edge.Policy.Results;

/// <summary>One string of an answer.</summary>
/// <param name="Token">Its spelling in the message.</param>
/// <param name="Bytes">How many bytes of UTF-8 it has.</param>
/// <param name="IsText">Whether it may be cut.</param>
internal readonly record struct AnswerPart(StringToken Token, long Bytes, bool IsText);
