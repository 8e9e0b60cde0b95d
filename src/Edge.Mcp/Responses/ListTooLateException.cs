namespace Edge.Mcp.Responses;

/// <summary>An answer is broken off: a list begins in it behind more than is held back.</summary>
internal sealed class ListTooLateException() : IOException("A list begins in the answer behind more than is held back.");
