using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>The members of <c>results</c>: what an answer may hold.</summary>
internal sealed record ResultsDocument
{
    /// <summary>What is replaced wherever it occurs.</summary>
    public ImmutableArray<RedactDocument> Redact { get; init; } = [];

    /// <summary>Names of members whose values are covered.</summary>
    public ImmutableArray<PatternEntry> Mask { get; init; } = [];

    /// <summary>Names of members that are taken out.</summary>
    public ImmutableArray<PatternEntry> Remove { get; init; } = [];

    /// <summary>Expressions of which any that matches a text withholds the answer.</summary>
    public ImmutableArray<ResultDenyDocument> DenyIf { get; init; } = [];

    /// <summary>The most bytes of UTF-8 that all strings of an answer have together; null for no bound.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Where <c>max_bytes</c> stands; the object itself without it.</summary>
    public required SourcePlace MaxBytesPlace { get; init; }

    /// <summary>Whether a larger answer is cut; null if the document does not say, which withholds it.</summary>
    public bool? Truncates { get; init; }

    /// <summary>
    /// Whether a text in which no name can be found passes redacted; null if the document does not say, which withholds it.
    /// </summary>
    public bool? RedactsUnreadable { get; init; }

    /// <summary>Where blobs that are no text are refused; null if they pass.</summary>
    public SourcePlace? BlobsDenied { get; init; }

    /// <summary>Where this object stands.</summary>
    public required SourcePlace Place { get; init; }
}
