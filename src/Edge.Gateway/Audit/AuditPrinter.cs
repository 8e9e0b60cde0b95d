using System.Globalization;
using System.Text;
using Edge.Policy.Text;

namespace Edge.Gateway.Audit;

/// <summary>Prints the records that somebody wants to see, as a table or as they stand. Not thread-safe.</summary>
internal sealed class AuditPrinter(AuditFilter filter, bool asJson, TextWriter output, TextWriter error)
{
    private bool _headed;

    /// <summary>Whether a line was met that is no record.</summary>
    public bool MetOther { get; private set; }

    /// <summary>Prints a line if it is wanted.</summary>
    public void Print(ReadOnlySpan<byte> line, string path, long number)
    {
        if (AuditView.Parse(line) is not { } record)
        {
            MetOther = true;
            error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"{path}:{number}: error audit_not_a_record: expected an audit record, found "
                        + $"something else"));
            return;
        }

        if (!filter.Wants(record))
            return;
        if (asJson)
            output.WriteLine(Encoding.UTF8.GetString(line));
        else
            PrintRow(record);
    }

    private void PrintRow(AuditView record)
    {
        if (!_headed)
            Row("SEQ", "TIME", "GRANT", "DECISION", "WHAT", "WHY, AND WHAT BECAME OF IT");
        _headed = true;
        Row(
            record.Seq.ToString(CultureInfo.InvariantCulture),
            record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            UserText.Printable(record.Grant),
            record.Decision,
            UserText.Printable(record.Target),
            UserText.Printable(record.Detail));
    }

    private void Row(string seq, string time, string grant, string decision, string what, string why) =>
        output.WriteLine($"{seq,6}  {time,-23}  {grant,-16}  {decision,-8}  {what,-32}  {why}".TrimEnd());
}
