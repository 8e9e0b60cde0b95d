using System.Globalization;
using System.Text;
using Edge.Gateway.Keys;

namespace Edge.Gateway.Audit;

/// <summary>
/// Checks a chain of records, byte by byte: nobody without the key can have changed, removed, inserted or moved anything. Not thread-safe.
/// </summary>
/// <remarks>What was cut off the end leaves a shorter chain that is whole: only a head from before the cut shows it.</remarks>
internal sealed class AuditVerifier(EdgeKeys keys) : IDisposable
{
    private readonly List<AuditMac> _keys = [.. keys.Verifying(KeyPurpose.Audit).Select(key => new AuditMac(key))];
    private readonly byte[] _previous = new byte[AuditMac.Bytes];
    private readonly byte[] _digits = new byte[AuditLine.MacDigits];
    private long _count;

    /// <summary>Checks the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="given">
    /// A head from elsewhere, which the chain must contain; null without one. The head beside the files counts too.
    /// </param>
    public AuditVerdict Verify(string folder, AuditHead? given)
    {
        // Before the files: it is never ahead of them, so a running Edge does not look like a cut tail.
        List<(AuditHead Head, string Source)> heads = [];
        if (!AuditHeadFile.TryRead(folder, out var beside))
        {
            const string Problem = "error audit_head: expected the head of a chain as COUNT:MAC, found something else";
            return new AuditVerdict(AuditHead.None, AuditHead.None, 0, $"{AuditHeadFile.PathOf(folder)}: {Problem}");
        }

        if (beside is not null)
            heads.Add((beside, "the head beside the files"));
        if (given is not null)
            heads.Add((given, "the head given"));

        var files = AuditFileName.List(folder);
        var start = AuditStartFile.Read(folder, _keys);
        Begin(start);
        string? place = null;
        foreach (var file in files)
        {
            using var lines = new AuditLineReader(file.Path);
            while (lines.TryRead(out var line))
            {
                place = string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{lines.Number}");
                if ((Check(line) ?? CheckHeads(heads)) is { } problem)
                    return new AuditVerdict(Head, start, files.Count, $"{place}: error {problem}");
            }

            if (lines.Torn > 0)
                return new AuditVerdict(Head, start, files.Count,
                    string.Create(
                        CultureInfo.InvariantCulture, $"{file.Path}:{lines.Number + 1}: error audit_torn: the line was not finished: "
                            + $"it was cut off, or Edge ended while it wrote it"));
        }

        foreach (var (head, source) in heads)
        {
            if (head.Count > _count)
                return new AuditVerdict(Head, start, files.Count,
                    string.Create(
                        CultureInfo.InvariantCulture, $"{place ?? folder}: error audit_cut: the records end with {_count}, "
                            + $"but {source} says {head.Count}: the end was cut off"));
        }

        return new AuditVerdict(Head, start, files.Count, null);
    }

    /// <inheritdoc />
    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private AuditHead Head => new(_count, Convert.ToHexStringLower(_previous));

    private void Begin(AuditHead start)
    {
        _count = start.Count;
        Convert.FromHexString(start.Mac, _previous, out _, out _);
    }

    private string? Check(ReadOnlySpan<byte> line)
    {
        if (!AuditLine.TrySplit(line, out var seq, out var covered, out var digits))
            return "audit_not_a_record: expected an audit record, found something else";
        if (seq != _count + 1)
            return string.Create(
                CultureInfo.InvariantCulture, $"audit_order: expected record {_count + 1}, found {seq}: records were removed, inserted "
                    + $"or moved");
        Span<byte> mac = stackalloc byte[AuditMac.Bytes];
        for (var i = 0; i < _keys.Count; i++)
        {
            _keys[i].OfLine(_previous, covered, mac);
            Convert.TryToHexStringLower(mac, _digits, out _);
            if (!digits.SequenceEqual(_digits))
                continue;
            // The next line was most likely made with the same key.
            (_keys[0], _keys[i]) = (_keys[i], _keys[0]);
            mac.CopyTo(_previous);
            _count = seq;
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"audit_changed: record {seq} is not as it was written, or was written with a key that is "
                + $"not in the key file");
    }

    private string? CheckHeads(List<(AuditHead Head, string Source)> heads)
    {
        foreach (var (head, source) in heads)
        {
            if (head.Count == _count && head.Mac != Encoding.ASCII.GetString(_digits))
                return string.Create(
                    CultureInfo.InvariantCulture, $"audit_head: record {_count} has another MAC than {source}: this is another chain, "
                        + $"or it was written anew from there");
        }

        return null;
    }
}
