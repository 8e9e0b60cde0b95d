using Edge.Sample.Host;

var builder = WebApplication.CreateBuilder(args);

// The application's own: who signs in, and a description of its endpoints.
builder.Services.AddAuthentication(ApiKeyHandler.SchemeName).AddScheme<ApiKeyOptions, ApiKeyHandler>(
    ApiKeyHandler.SchemeName, options => options.Key = builder.Configuration["ApiKey"]);
builder.Services.AddAuthorization();
builder.Services.AddOpenApi();

// YARP with two routes, and Edge, which takes the one that names a policy.
builder.Services.AddReverseProxy()
    .LoadFromMemory(ProxyRoutes.Routes, ProxyRoutes.Clusters(builder.Configuration))
    .AddEdge(edge => edge.Policies[ProxyRoutes.Policy] = "policies/tools.json");

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapOpenApi();
app.MapNotes();
app.MapReverseProxy(proxy =>
{
    proxy.UseEdge();
    proxy.UseSessionAffinity();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
app.Run();
