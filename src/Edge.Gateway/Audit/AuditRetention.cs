namespace Edge.Gateway.Audit;

/// <summary>Removes the oldest files when the settings ask for it, and signs where the chain begins from then on.</summary>
internal static class AuditRetention
{
    /// <summary>Removes what is too old or too many, never the file that is written to; how many were removed.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="InvalidDataException">The last line of a file to remove is no record.</exception>
    public static int Apply(string folder, AuditSettings settings, DateOnly today, byte[] key)
    {
        if (settings is { KeepFiles: 0, KeepDays: 0 })
            return 0;
        var files = AuditFileName.List(folder);
        var count = settings.KeepFiles > 0 ? Math.Max(0, files.Count - settings.KeepFiles) : 0;
        // All records of a file are older than the day on which the next was begun.
        while (settings.KeepDays > 0 && count + 1 < files.Count && files[count + 1].Day <= today.AddDays(-settings.KeepDays))
            count++;
        if (count == 0)
            return 0;

        if (AuditTail.Read(files[count - 1].Path).Last is { } last)
        {
            using var mac = new AuditMac(key);
            AuditStartFile.Write(folder, last, mac);
        }

        foreach (var file in files.Take(count))
            File.Delete(file.Path);
        return count;
    }
}
