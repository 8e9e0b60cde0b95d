using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>The configurations of the two nginx: the server behind everybody, and the gateway.</summary>
/// <remarks>
/// The server is nginx because nothing in Debian answers a small request for less: what it and wrk take of the processors is missing to
/// whoever is measured. It does not read what it need not, so large bodies and streams go to the cheap server of Edge.Peers.
/// </remarks>
internal static class NginxFiles
{
    private const string Common = """
        daemon off;
        pid {0}/nginx.pid;
        error_log stderr error;
        events {{ worker_connections 2048; }}
        """;

    private const string Http = """
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 3600s;
          client_max_body_size 64m;
          client_header_buffer_size 16k;
          client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi; uwsgi_temp_path {0}/uwsgi;
            scgi_temp_path {0}/scgi;
        """;

    /// <summary>
    /// Writes the server's configuration and its answers into <paramref name="folder"/>; it also takes what is sent over OTLP, and notes
    /// how often.
    /// </summary>
    public static void WriteServer(string folder, int port)
    {
        Directory.CreateDirectory(Path.Combine(folder, "answers", "mcp"));
        var list = Answers.List();
        File.WriteAllText(Path.Combine(folder, "answers", "mcp", "list"), list);
        File.WriteAllText(Path.Combine(folder, "answers", "mcp", "list-stream"), $"event: message\ndata: {list}\n\n");
        Write(folder, 1, $$"""
              server {
                listen 127.0.0.1:{{port}} backlog=2048;
                default_type application/json;
                root {{folder}}/answers;
                open_file_cache max=10;
                location / { return 200 '{{Answers.Call()}}'; }
                location /otlp/ { access_log {{folder}}/otlp.log; return 200; }
                location = /mcp/list { error_page 405 =200 $uri; }
                location = /mcp/list-stream { types { } default_type text/event-stream; error_page 405 =200 $uri; }
              }
            """);
    }

    /// <summary>
    /// Writes the gateway's configuration into <paramref name="folder"/>: kept connections to both servers, nothing buffered.
    /// </summary>
    public static void WriteGateway(string folder, int port, Uri calls, Uri bodies)
    {
        Directory.CreateDirectory(folder);
        Write(folder, Environment.ProcessorCount, $$"""
              upstream calls { server {{calls.Authority}}; keepalive 256; }
              upstream bodies { server {{bodies.Authority}}; keepalive 256; }
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
              proxy_request_buffering off;
              server {
                listen 127.0.0.1:{{port}} backlog=2048;
                location / { proxy_pass http://calls; }
                location = /mcp/body { proxy_pass http://bodies; }
                location = /mcp/stream { proxy_pass http://bodies; }
              }
            """);
    }

    private static void Write(string folder, int workers, string server) => File.WriteAllText(
        Path.Combine(folder, "nginx.conf"),
        // As whoever runs it: nobody else may look into the folder.
        string.Format(
            CultureInfo.InvariantCulture, $"{Common}\nuser {Environment.UserName};\nworker_processes {workers};\nhttp {{{{\n{Http}\n",
                folder) + server + "\n}\n");
}
