namespace Edge.Gateway.Audit;

internal sealed partial class AuditWriter
{
    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Information, "Records decisions in '{Folder}'; the chain goes on from {Count}:{Mac}.",
            EventName = nameof(Opened))]
        public static partial void Opened(ILogger logger, string folder, long count, string mac);

        [LoggerMessage(501, LogLevel.Information, "The head of the audit chain is {Count}:{Mac}.", EventName = nameof(Head))]
        public static partial void Head(ILogger logger, long count, string mac);

        [LoggerMessage(502, LogLevel.Warning, "The last line of '{File}' was not finished, as after a crash: {Bytes} bytes were cut off.",
            EventName = nameof(Torn))]
        public static partial void Torn(ILogger logger, string file, long bytes);

        [LoggerMessage(503, LogLevel.Error,
            "Audit records {First} to {Last} are missing: the files end before the head that was written beside them.",
            EventName = nameof(Missing))]
        public static partial void Missing(ILogger logger, long first, long last);

        [LoggerMessage(504, LogLevel.Error, "Audit records cannot be written; until they can, calls are {Treated}: {Problem}",
            EventName = nameof(Failing))]
        public static partial void Failing(ILogger logger, string problem, string treated);

        [LoggerMessage(505, LogLevel.Information, "Audit records are written again; none of those that waited is lost.",
            EventName = nameof(Recovered))]
        public static partial void Recovered(ILogger logger);

        [LoggerMessage(506, LogLevel.Error,
            "The file of audit records was removed, cut off or replaced while Edge wrote to it; a new one follows.",
            EventName = nameof(Gone))]
        public static partial void Gone(ILogger logger);

        [LoggerMessage(507, LogLevel.Error, "{Records} audit records could not be written before the end and are lost.",
            EventName = nameof(Lost))]
        public static partial void Lost(ILogger logger, long records);

        [LoggerMessage(508, LogLevel.Error, "The audit records were not flushed within the shutdown's time; {Records} still waited.",
            EventName = nameof(NotFlushed))]
        public static partial void NotFlushed(ILogger logger, int records);

        [LoggerMessage(509, LogLevel.Information, "Removed {Files} old files of audit records.", EventName = nameof(Removed))]
        public static partial void Removed(ILogger logger, int files);

        [LoggerMessage(510, LogLevel.Warning, "Old files of audit records could not be removed: {Problem}", EventName = nameof(NotRemoved))]
        public static partial void NotRemoved(ILogger logger, string problem);

        [LoggerMessage(512, LogLevel.Warning, "'{Path}' was writable by everyone; Edge has restricted it to its owner.",
            EventName = nameof(Closed))]
        public static partial void Closed(ILogger logger, string path);

        [LoggerMessage(511, LogLevel.Critical, "Recording failed; nothing is recorded until Edge is restarted.",
            EventName = nameof(Broke))]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
