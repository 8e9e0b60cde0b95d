using Edge.Benchmarks.Gateways;
using Edge.Benchmarks.Micro;
using Edge.Benchmarks.Stores;

return args switch
{
    ["gateways"] => await GatewayProgram.RunAsync(quick: false),
    ["gateways", "quick"] => await GatewayProgram.RunAsync(quick: true),
    ["micro"] => await MicroProgram.RunAsync(),
    ["limits"] => await StoreProgram.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.Benchmarks gateways [quick] | micro | limits");
    return 2;
}
