namespace Edge.Startup.Checking;

/// <summary>What a check found of one file, or of the settings as a whole.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Verdict">What to say of it where it has no errors.</param>
/// <param name="Errors">Every error, one line each.</param>
/// <param name="Warnings">Every warning, one line each.</param>
internal sealed record Finding(string Subject, string Verdict, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);
