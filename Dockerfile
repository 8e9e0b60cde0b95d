# Edge in a container: docker build -t edge . ; config/compose.yaml runs it with everything that watches it.
# Two stages of the same Alpine, so that the program built in the first one starts in the second, which has no SDK and no compiler.
FROM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS build
WORKDIR /src
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt ./
COPY src/AspNetCore.props src/Directory.Build.props src/Directory.Build.targets src/
COPY src/Edge.Admin/Edge.Admin.csproj src/Edge.Admin/
COPY src/Edge.Gateway/Edge.Gateway.csproj src/Edge.Gateway/
COPY src/Edge.Mcp/Edge.Mcp.csproj src/Edge.Mcp/
COPY src/Edge.Policy/Edge.Policy.csproj src/Edge.Policy/
COPY src/Edge.Stores.Postgres/Edge.Stores.Postgres.csproj src/Edge.Stores.Postgres/
COPY src/Edge.Stores.Redis/Edge.Stores.Redis.csproj src/Edge.Stores.Redis/
COPY src/Edge.Stores.Sqlite/Edge.Stores.Sqlite.csproj src/Edge.Stores.Sqlite/
COPY src/Edge/Edge.csproj src/Edge/
RUN dotnet restore src/Edge
COPY src src
COPY appsettings.json ./
COPY config/detectors config/detectors
COPY config/policies config/policies
COPY docs/openapi.json docs/
RUN dotnet publish src/Edge --no-restore -c Release -o /app \
 && mkdir /app/data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine
WORKDIR /app
COPY --from=build /app ./
# The only place that Edge writes to: its key, its store and its audit. The rest belongs to root and may be mounted read-only.
# Group 0 has the rights of the owner: OpenShift starts images with a user of its own choice, in that group.
RUN chown "$APP_UID:0" data && chmod 770 data && ln -s /app/edge /usr/local/bin/edge
VOLUME /app/data

# Ports are set in appsettings.json; the diagnostics' sockets would need a place to write.
ENV ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0 \
    Kestrel__Endpoints__Mcp__Url=http://0.0.0.0:8080
EXPOSE 8080 8081
USER $APP_UID

# The admin port: on loopback of the container unless Edge__Admin__Url says otherwise.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8081/healthz"]
ENTRYPOINT ["/app/edge"]
