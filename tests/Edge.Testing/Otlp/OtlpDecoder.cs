using Resource = System.Collections.Generic.Dictionary<string, object?>;

namespace Edge.Testing.Otlp;

/// <summary>Decodes export requests (opentelemetry-proto 1.x); the numbers are those of its .proto files.</summary>
internal static class OtlpDecoder
{
    public static void Traces(ReadOnlySpan<byte> request, List<OtlpSpan> spans, Resource resource)
    {
        foreach (var (scope, bytes) in Items(request, resource))
            spans.Add(Span(scope, bytes));
    }

    public static void Metrics(ReadOnlySpan<byte> request, List<OtlpPoint> points, Resource resource)
    {
        foreach (var (scope, bytes) in Items(request, resource))
            points.AddRange(Metric(scope, bytes));
    }

    public static void Logs(ReadOnlySpan<byte> request, List<OtlpLog> logs, Resource resource)
    {
        foreach (var (scope, bytes) in Items(request, resource))
            logs.Add(Log(scope, bytes));
    }

    // All three requests are alike: 1 = per resource { 1 = resource, 2 = per scope { 1 = scope { 1 = name }, 2 = item } }.
    private static List<(string Scope, byte[] Item)> Items(ReadOnlySpan<byte> request, Resource resource)
    {
        var items = new List<(string, byte[])>();
        var top = new ProtobufReader(request);
        while (top.Next())
        {
            var perResource = new ProtobufReader(top.ReadBytes());
            while (perResource.Next())
            {
                if (perResource.Field == 1)
                    Attributes(perResource.ReadBytes(), 1, resource);
                else if (perResource.Field == 2)
                    Scope(perResource.ReadBytes(), items);
            }
        }

        return items;
    }

    private static void Scope(ReadOnlySpan<byte> bytes, List<(string, byte[])> items)
    {
        var name = "";
        var scope = new ProtobufReader(bytes);
        while (scope.Next())
        {
            if (scope.Field == 1)
            {
                var about = new ProtobufReader(scope.ReadBytes());
                while (about.Next())
                    name = about.Field == 1 ? about.ReadText() : name;
            }
            else if (scope.Field == 2)
            {
                items.Add((name, scope.ReadBytes().ToArray()));
            }
        }
    }

    private static OtlpSpan Span(string scope, byte[] bytes)
    {
        var span = new OtlpSpan { Scope = scope };
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: span.TraceId = reader.ReadHex(); break;
                case 2: span.SpanId = reader.ReadHex(); break;
                case 3: span.TraceState = reader.ReadText(); break;
                case 4: span.ParentId = reader.ReadHex(); break;
                case 5: span.Name = reader.ReadText(); break;
                case 6: span.Kind = (int)reader.ReadVarint(); break;
                case 7: span.Time = (reader.ReadFixed64(), span.Time.End); break;
                case 8: span.Time = (span.Time.Start, reader.ReadFixed64()); break;
                case 9: Attribute(reader.ReadBytes(), span.Attributes); break;
                case 11: span.Events.Add(Event(reader.ReadBytes())); break;
                case 13: span.Links.Add(Link(reader.ReadBytes())); break;
                case 15: Status(reader.ReadBytes(), span); break;
            }
        }

        return span;
    }

    private static (string, Dictionary<string, object?>) Event(ReadOnlySpan<byte> bytes)
    {
        var name = "";
        var attributes = new Dictionary<string, object?>();
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 2)
                name = reader.ReadText();
            else if (reader.Field == 3)
                Attribute(reader.ReadBytes(), attributes);
        }

        return (name, attributes);
    }

    private static (string, string) Link(ReadOnlySpan<byte> bytes)
    {
        var (trace, span) = ("", "");
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1)
                trace = reader.ReadHex();
            else if (reader.Field == 2)
                span = reader.ReadHex();
        }

        return (trace, span);
    }

    private static void Status(ReadOnlySpan<byte> bytes, OtlpSpan span)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 2)
                span.StatusText = reader.ReadText();
            else if (reader.Field == 3)
                span.Status = (int)reader.ReadVarint();
        }
    }

    // 5 gauge, 7 sum, 9 histogram, each with its points in 1.
    private static List<OtlpPoint> Metric(string scope, byte[] bytes)
    {
        var (name, unit) = ("", "");
        var points = new List<OtlpPoint>();
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.ReadText(); break;
                case 3: unit = reader.ReadText(); break;
                case 5 or 7 or 9:
                    var isHistogram = reader.Field == 9;
                    var data = new ProtobufReader(reader.ReadBytes());
                    while (data.Next())
                    {
                        if (data.Field == 1)
                            points.Add(Point(data.ReadBytes(), isHistogram, new OtlpPoint { Scope = scope, Metric = name, Unit = unit }));
                    }

                    break;
            }
        }

        return points;
    }

    private static OtlpPoint Point(ReadOnlySpan<byte> bytes, bool isHistogram, OtlpPoint point)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field, isHistogram)
            {
                case (7, false) or (9, true): Attribute(reader.ReadBytes(), point.Attributes); break;
                case (4, false) or (5, true): point.Value = reader.ReadDouble(); break;
                case (6, false): point.Value = (long)reader.ReadFixed64(); break;
                case (4, true): point.Count = reader.ReadFixed64(); break;
                case (7, true): point.Bounds = [.. reader.ReadPacked().Select(BitConverter.UInt64BitsToDouble)]; break;
            }
        }

        return point;
    }

    private static OtlpLog Log(string scope, byte[] bytes)
    {
        var log = new OtlpLog { Scope = scope };
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3: log.Severity = reader.ReadText(); break;
                case 5: log.Text = Value(reader.ReadBytes()) as string ?? ""; break;
                case 6: Attribute(reader.ReadBytes(), log.Attributes); break;
                case 9: log.TraceId = reader.ReadHex(); break;
            }
        }

        return log;
    }

    private static void Attributes(ReadOnlySpan<byte> bytes, int field, Dictionary<string, object?> attributes)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == field)
                Attribute(reader.ReadBytes(), attributes);
        }
    }

    private static void Attribute(ReadOnlySpan<byte> bytes, Dictionary<string, object?> attributes)
    {
        var key = "";
        object? value = null;
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = reader.ReadText();
            else if (reader.Field == 2)
                value = Value(reader.ReadBytes());
        }

        attributes[key] = value;
    }

    private static object? Value(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        return !reader.Next() ? null : reader.Field switch
        {
            1 => reader.ReadText(),
            2 => reader.ReadVarint() != 0,
            3 => (long)reader.ReadVarint(),
            4 => reader.ReadDouble(),
            _ => null,
        };
    }
}
