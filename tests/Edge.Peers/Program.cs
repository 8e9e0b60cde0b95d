using Edge.Peers;

// What Edge is measured against: a bare YARP, the same with its own telemetry, a server that reads whole bodies and sends
// streams. And a process that is nothing but a store, to be killed.
return args switch
{
    ["yarp", var url, var calls, var bodies] => await BareProxy.RunAsync(url, calls, bodies),
    ["watched-yarp", var url, var calls, var bodies] => await WatchedProxy.RunAsync(url, calls, bodies),
    ["server", var url] => await CheapServer.RunAsync(url),
    ["store", var kind, var place] => await StoreProcess.RunAsync(kind, place),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Edge.Peers yarp URL CALLS BODIES | Edge.Peers watched-yarp URL CALLS BODIES | Edge.Peers server URL "
        + "| Edge.Peers store sqlite|postgres PLACE");
    return 2;
}
