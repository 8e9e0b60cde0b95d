using Edge.Benchmarks.Cost;
using Edge.Benchmarks.Gateways;
using Edge.Benchmarks.Micro;
using Edge.Benchmarks.Scaling;
using Edge.Benchmarks.Stores;

return args switch
{
    ["gateways"] => await GatewayProgram.RunAsync(quick: false),
    ["gateways", "quick"] => await GatewayProgram.RunAsync(quick: true),
    ["micro"] => await MicroProgram.RunAsync(),
    ["cost"] => await CostProgram.RunAsync(),
    ["limits"] => await StoreProgram.RunAsync(),
    ["throughput"] => await ThroughputProgram.RunAsync(),
    ["scaling"] => await ScalingProgram.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.Benchmarks gateways [quick] | micro | cost | limits | throughput | scaling");
    return 2;
}
