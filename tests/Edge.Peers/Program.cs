using Edge.Peers;

// What Edge is measured against: a bare YARP, the same with its own telemetry, and a server that reads whole bodies and sends streams.
return args switch
{
    ["yarp", var url, var calls, var bodies] => await BareProxy.RunAsync(url, calls, bodies),
    ["watched-yarp", var url, var calls, var bodies] => await WatchedProxy.RunAsync(url, calls, bodies),
    ["server", var url] => await CheapServer.RunAsync(url),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.Peers yarp URL CALLS BODIES | Edge.Peers watched-yarp URL CALLS BODIES | Edge.Peers server URL");
    return 2;
}
