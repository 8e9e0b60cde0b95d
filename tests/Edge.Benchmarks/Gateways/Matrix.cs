namespace Edge.Benchmarks.Gateways;

/// <summary>What is measured: every line of the table, those to be compared with each other side by side.</summary>
internal static class Matrix
{
    /// <summary>What most lines are measured with.</summary>
    public const int Usual = 32;

    /// <summary>For what takes long.</summary>
    public const int Few = 8;

    /// <summary>As many of the largest bodies as one address may have read at once: a quarter of <c>MaxBufferedBytes</c>, 64 MiB.</summary>
    public const int Largest = 2;

    /// <summary>All lines; a quick run leaves out two numbers of connections.</summary>
    public static List<Cell> Cells(Schedule schedule, bool quick)
    {
        string[] called = [GatewayNames.Direct, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge, GatewayNames.YarpWatched,
            GatewayNames.EdgeWatched];
        string[] compared = [GatewayNames.Direct, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge];
        string[] bodies = [GatewayNames.DirectBodies, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge];
        var (main, others) = (schedule.Main, schedule.Others);
        List<Cell> cells = [];
        foreach (var (connections, pace) in quick ? [(1, main), (Usual, main)]
            : new[] { (1, main), (8, others), (Usual, main), (128, others) })
            Add(called, Workloads.Call, connections, pace);
        Add([GatewayNames.EdgeShipped], Workloads.Call, Usual, main);
        Add([GatewayNames.EdgePostgres, GatewayNames.McpProxy], Workloads.Call, Usual, others);
        Add([GatewayNames.McpProxy], Workloads.Call, 1, others);
        Add([GatewayNames.Edge, GatewayNames.EdgeWatched], Workloads.Denied, Usual, main);
        Add([GatewayNames.DirectRunpod, GatewayNames.Edge, GatewayNames.EdgeWatched], Workloads.Runpod, Few, main);
        foreach (var variant in BenchPolicies.Variants)
            Add([GatewayNames.Edge], Workloads.Variant(variant.Name), Usual, others);
        Add([GatewayNames.EdgePostgres], Workloads.Variant("1 limit"), Usual, others);
        Add(compared, Workloads.Call4K, Usual, others);
        Add(bodies, Workloads.Body256K, Few, others);
        Add(bodies, Workloads.Body20M, Largest, others);
        Add(compared, Workloads.List, Usual, others);
        Add(compared, Workloads.ListStream, Usual, others);
        return cells;

        void Add(string[] gateways, Workload workload, int connections, Pace pace)
        {
            foreach (var gateway in gateways)
                cells.Add(new Cell(gateway, workload, connections, pace));
        }
    }

    /// <summary>Those through which a stream of events is read.</summary>
    public static readonly string[] Streaming = [GatewayNames.DirectBodies, GatewayNames.Nginx, GatewayNames.Yarp, GatewayNames.Edge,
        GatewayNames.EdgeWatched];
}
