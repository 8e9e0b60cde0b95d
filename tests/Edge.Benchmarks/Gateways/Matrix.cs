namespace Edge.Benchmarks.Gateways;

/// <summary>What is measured: every line of the table, those to be compared with each other side by side.</summary>
internal static class Matrix
{
    private const int Usual = 32;
    private const int Few = 8;

    /// <summary>As many of the largest bodies as one address may have read at once: a quarter of <c>MaxBufferedBytes</c>, 64 MiB.</summary>
    public const int Largest = 2;

    /// <summary>All lines; a quick run leaves out two numbers of connections and the largest bodies' company.</summary>
    public static List<Cell> Cells(bool quick)
    {
        string[] main = [GatewayNames.Direct, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge, GatewayNames.YarpWatched, GatewayNames.EdgeWatched];
        string[] compared = [GatewayNames.Direct, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge];
        string[] bodies = [GatewayNames.DirectBodies, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge];
        List<Cell> cells = [];
        foreach (var connections in quick ? [1, Usual] : new[] { 1, 8, Usual, 128 })
            Add(main, Workloads.Call, connections);
        Add([GatewayNames.EdgeShipped, GatewayNames.EdgePostgres, GatewayNames.McpProxy], Workloads.Call, Usual);
        Add([GatewayNames.McpProxy], Workloads.Call, 1);
        Add([GatewayNames.Edge, GatewayNames.EdgeWatched], Workloads.Denied, Usual);
        foreach (var variant in BenchPolicies.Variants)
            Add([GatewayNames.Edge], Workloads.Variant(variant.Name), Usual);
        Add([GatewayNames.EdgePostgres], Workloads.Variant("1 limit"), Usual);
        Add(compared, Workloads.Call4K, Usual);
        Add(bodies, Workloads.Body256K, Few);
        Add(bodies, Workloads.Body20M, Largest);
        Add(compared, Workloads.List, Usual);
        Add(compared, Workloads.ListStream, Usual);
        return cells;

        void Add(string[] gateways, Workload workload, int connections)
        {
            foreach (var gateway in gateways)
                cells.Add(new Cell(gateway, workload, connections));
        }
    }

    /// <summary>Those through which a stream of events is read.</summary>
    public static readonly string[] Streaming = [GatewayNames.DirectBodies, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge, GatewayNames.EdgeWatched];
}
