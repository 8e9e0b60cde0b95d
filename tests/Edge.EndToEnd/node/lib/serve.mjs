/**
 * Listens on loopback (a free port, or the wanted one) and says so in one line on standard output: {"ready":true,"port":N}.
 * Ends on SIGTERM, SIGINT and when standard input closes, so that a program whose parent died does not stay behind.
 */
export function serve(server, port = 0) {
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdin.once('end', stop).once('error', stop).resume();

  server.once('error', (error) => {
    process.stderr.write(`cannot listen on 127.0.0.1:${port}: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ ready: true, port: server.address().port })}\n`);
  });
}
