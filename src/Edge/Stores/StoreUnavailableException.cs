namespace Edge.Stores;

/// <summary>
/// The store could not be asked, or gave no answer in time. Thrown only where that must deny (<c>FailureMode: closed</c>): the caller turns
/// it into <c>store_unavailable</c>. The message is for the log, never for callers.
/// </summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
