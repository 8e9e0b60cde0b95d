namespace Edge.Admin.Metrics;

/// <summary>The current metrics as text that a scraper reads. Implemented by the program, which owns the exporter. Thread-safe.</summary>
internal interface IMetricsText
{
    /// <summary>Takes one of the places for scrapes, to be given back with <see cref="Leave"/>; false when all are taken.</summary>
    bool TryEnter();

    /// <summary>Gives the place back.</summary>
    void Leave();

    /// <summary>
    /// Reads the text in a format that the request accepts, and writes the headers that belong to it; null when nothing is counted.
    /// </summary>
    Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context);
}
