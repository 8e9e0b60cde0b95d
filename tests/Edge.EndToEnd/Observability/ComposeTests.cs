using System.Text.Json;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Observability;

/// <summary>
/// Everything in <c>config/</c> that refers to something else, held against it: there is no Docker where the tests run, so nothing else
/// would find a port, a file or a name that does not exist.
/// </summary>
public sealed class ComposeTests
{
    // The ports on which each image listens, by its own documentation; Edge's and Prometheus' are set in the files and looked up there.
    private static readonly Dictionary<string, int[]> ListensOn = new()
    {
        ["edge"] = [8080, 8081],
        ["otel-collector"] = [4317, 4318],
        ["jaeger"] = [4317, 4318, 13133, 16686],
        ["prometheus"] = [9090],
        ["grafana"] = [3000],
    };

    [Fact]
    public void Every_service_is_pinned_locked_and_on_loopback_only()
    {
        Assert.Equal(ListensOn.Keys.Order(), Compose.Services.Keys.Order());
        Assert.All(Compose.Services, service =>
        {
            var (name, one) = service;
            Assert.Matches(name == "edge" ? "^edge:local$" : @"^[a-z]+/[a-z-]+:v?\d+\.\d+\.\d+$", one.At("image").Text());
            Assert.Equal("true", one.At("read_only").Text());
            Assert.Equal(["ALL"], one.At("cap_drop").Items().Select(item => item.Text()));
            Assert.Contains("no-new-privileges:true", one.At("security_opt").Items().Select(item => item.Text()));
            Assert.All(one.Find("ports").Items(), port => Assert.Matches(@"^127\.0\.0\.1:\d+:\d+$", port.Text()));
            Assert.All(one.Find("ports").Items(), port => Assert.Contains(int.Parse(port.Text().Split(':')[2], null), ListensOn[name]));
        });
    }

    [Fact]
    public void Every_service_that_can_ask_itself_has_a_health_check_on_a_port_of_its_own()
    {
        foreach (var name in new[] { "jaeger", "prometheus", "grafana" })
        {
            var address = new Uri(Compose.Services[name].At("healthcheck", "test").Items().Last().Text());
            Assert.Contains(address.Port, ListensOn[name]);
            Assert.True(address.IsLoopback);
        }

        Assert.Contains("HEALTHCHECK", Dockerfile(), StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8081/healthz", Dockerfile(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_and_every_volume_that_is_mounted_is_there()
    {
        var volumes = Compose.File.At("volumes").Members().Select(volume => volume.Key).ToList();
        foreach (var (from, to, readOnly) in Compose.Services.Values.SelectMany(Compose.Mounts))
        {
            Assert.StartsWith("/", to, StringComparison.Ordinal);
            if (from.StartsWith('.'))
            {
                Assert.True(Path.Exists(ShippedFiles.Place(from)), $"{from} is not there");
                Assert.True(readOnly, $"{from} could be written");
            }
            else
            {
                Assert.Contains(from, volumes);
            }
        }

        Assert.Equal(volumes.Order(), Compose.Services.Values.SelectMany(Compose.Mounts).Where(mount => !mount.From.StartsWith('.'))
            .Select(mount => mount.From).Order());
        Assert.All(Compose.Services.Values.SelectMany(service => service.Find("depends_on").Items()),
            name => Assert.Contains(name.Text(), Compose.Services.Keys));
    }

    [Fact]
    public void Whoever_calls_another_service_calls_a_port_on_which_it_listens()
    {
        List<string> addresses =
        [
            Compose.Environment("edge")["OTEL_EXPORTER_OTLP_ENDPOINT"],
            $"http://{ShippedFiles.Yaml("otel-collector.yaml").At("exporters", "otlp/jaeger", "endpoint").Text()}",
            .. ShippedFiles.Yaml("grafana/provisioning/datasources/edge.yaml").At("datasources").Items()
            .Select(source => source.At("url").Text()),
            .. ShippedFiles.Yaml("prometheus/prometheus.yml").At("scrape_configs").Items()
            .SelectMany(job => job.At("static_configs").Items())
                .SelectMany(config => config.At("targets").Items()).Select(target => $"http://{target.Text()}"),
        ];
        Assert.All(addresses, text =>
        {
            var address = new Uri(text);
            Assert.Contains(address.Port, ListensOn[address.Host]);
        });
        Assert.Equal(["otel-collector", "jaeger", "prometheus", "jaeger", "edge"], addresses.Select(address => new Uri(address).Host));

        var edge = Compose.Environment("edge");
        Assert.Equal((8080, 8081), (new Uri(edge["Kestrel__Endpoints__Mcp__Url"]).Port, new Uri(edge["Edge__Admin__Url"]).Port));
        Assert.Equal("edge", edge["Edge__Admin__AllowedHosts__0"]);
        Assert.Contains("EXPOSE 8080 8081", Dockerfile(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_collector_has_a_pipeline_for_each_signal_that_Edge_sends_made_of_parts_that_are_there()
    {
        var collector = ShippedFiles.Yaml("otel-collector.yaml");
        var pipelines = collector.At("service", "pipelines").Members().ToList();
        var edge = Compose.Environment("edge");
        Assert.Equal("none", edge["OTEL_METRICS_EXPORTER"]);
        Assert.Equal(["logs", "traces"], pipelines.Select(pipeline => pipeline.Key).Order());
        foreach (var (_, pipeline) in pipelines)
        {
            foreach (var kind in new[] { "receivers", "processors", "exporters" })
                Assert.All(pipeline.At(kind).Items(), part => Assert.NotNull(collector.At(kind).Find(part.Text())));
        }

        Assert.All(["grpc", "http"],
            protocol =>
                Assert.Contains(int.Parse(collector.At("receivers", "otlp", "protocols", protocol, "endpoint").Text().Split(':')[1], null),
                ListensOn["otel-collector"]));
        Assert.Contains(Compose.Mounts(Compose.Services["otel-collector"]),
            mount => $"--config={mount.To}" == Assert.Single(Compose.Services["otel-collector"].At("command").Items()).Text());
    }

    [Fact]
    public void Prometheus_finds_its_files_where_they_are_mounted()
    {
        var prometheus = Compose.Services["prometheus"];
        var arguments = prometheus.At("command").Items().Select(argument => argument.Text()).ToList();
        var mounts = Compose.Mounts(prometheus).ToDictionary(mount => mount.From, mount => mount.To);
        Assert.Contains($"--config.file={mounts["./prometheus"]}/prometheus.yml", arguments);
        Assert.Contains($"--storage.tsdb.path={mounts["prometheus-data"]}", arguments);
        Assert.All(ShippedFiles.Yaml("prometheus/prometheus.yml").At("rule_files").Items(),
            file => Assert.True(File.Exists(ShippedFiles.Place($"prometheus/{file.Text()}"))));
    }

    [Fact]
    public void Grafana_finds_dashboards_and_data_sources_and_each_panel_its_own()
    {
        var mounts = Compose.Mounts(Compose.Services["grafana"]).ToDictionary(mount => mount.From, mount => mount.To);
        Assert.Equal("/etc/grafana/provisioning", mounts["./grafana/provisioning"]);
        var provider = Assert.Single(ShippedFiles.Yaml("grafana/provisioning/dashboards/edge.yaml").At("providers").Items());
        Assert.Equal(mounts["./grafana/dashboards"], provider.At("options", "path").Text());
        Assert.Contains(ShippedDashboards.Names, name => $"{mounts["./grafana/dashboards"]}/{name}"
            == Compose.Environment("grafana")["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]);

        var sources = ShippedFiles.Yaml("grafana/provisioning/datasources/edge.yaml").At("datasources").Items()
            .ToDictionary(source => source.At("uid").Text(), source => source.At("type").Text());
        Assert.Equal(["edge-decisions", "edge-performance"],
            ShippedDashboards.Names.Select(name => ShippedDashboards.Read(name).GetProperty("uid").GetString()));
        foreach (var dashboard in ShippedDashboards.Names.Select(ShippedDashboards.Read))
        {
            var named = Named(dashboard).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, source => Assert.Equal(source.Type, sources[source.Uid]));
        }
    }

    [Fact]
    public void A_dashboards_panels_have_words_and_places_of_their_own()
    {
        foreach (var dashboard in ShippedDashboards.Names.Select(ShippedDashboards.Read))
        {
            var all = dashboard.GetProperty("panels").EnumerateArray().ToList();
            Assert.Equal(all.Count, all.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.All(ShippedDashboards.Panels(dashboard),
                panel => Assert.EndsWith(".", panel.GetProperty("description").GetString()!, StringComparison.Ordinal));

            var taken = new HashSet<(int, int)>();
            foreach (var place in all.Select(panel => panel.GetProperty("gridPos")))
            {
                var (x, y, w, h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w")
                    .GetInt32(), place.GetProperty("h").GetInt32());
                Assert.InRange(x + w, 1, 24);
                Assert.All(from column in Enumerable.Range(x, w) from row in Enumerable.Range(y, h) select (column, row),
                    cell => Assert.True(taken.Add(cell), $"two panels at {cell}"));
            }
        }
    }

    [Fact]
    public async Task Edge_starts_with_what_compose_tells_it()
    {
        var (mcp, admin) = (FreePort.Next(), FreePort.Next());
        var settings = Compose.Environment("edge").ToDictionary(
            one => one.Key,
            one => one.Value.Replace(":8080", $":{mcp}", StringComparison.Ordinal).Replace(":8081", $":{admin}", StringComparison.Ordinal)
                .Replace("otel-collector:4317", $"127.0.0.1:{FreePort.Next()}", StringComparison.Ordinal));
        await using var edge = EdgeProgram.Launch(RunpodWorld.Loopback(FreePort.Next()), ShippedFiles.Place("policies/runpod.json"),
            [.. settings.Select(one => (one.Key, one.Value))]);
        // One line of JSON says that it serves.
        await edge.SaysAsync("\"Message\":\"Now listening on: http://0.0.0.0:");

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(RunpodWorld.Loopback(admin), "metrics"));
        // As Prometheus calls it there.
        request.Headers.Host = "edge:8081";
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, edge.Output);
        Assert.Contains("deployment_environment_name=\"compose\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_built_from_what_is_there_and_runs_as_nobody_special()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        var kept = ignored.Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        Assert.Contains("*", ignored);
        Assert.All(kept, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));

        var copied = Dockerfile().Split('\n')
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).ToList();
        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.Contains(kept, one => path == one || path.StartsWith($"{one}/", StringComparison.Ordinal)));
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));

        var final = Dockerfile()[Dockerfile().LastIndexOf("FROM ", StringComparison.Ordinal)..];
        Assert.Contains("/aspnet:10.0-alpine", final, StringComparison.Ordinal);
        Assert.Contains("\nUSER $APP_UID\n", final, StringComparison.Ordinal);
        // OpenShift starts an image with a user of its own choice, in group 0.
        Assert.Contains("chown \"$APP_UID:0\" data && chmod 770 data", final, StringComparison.Ordinal);
        Assert.Contains(Compose.Mounts(Compose.Services["edge"]), mount => mount.From == "edge-data"
            && final.Contains($"VOLUME {mount.To}\n", StringComparison.Ordinal));
    }

    private static string Dockerfile() => File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

    private static IEnumerable<(string Uid, string Type)> Named(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member =>
            member.Name == "datasource" ? [(member.Value.GetProperty("uid").GetString()!, member.Value.GetProperty("type").GetString()!)]
            : Named(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Named),
        _ => [],
    };
}
