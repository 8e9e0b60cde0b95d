using Edge.Fuzz.Corpus;
using Edge.Fuzz.Running;

if (args is ["expect", .. var files])
{
    foreach (var file in files)
        CorpusFile.Expect(file);
    return 0;
}

if (!FuzzOptions.TryParse(args, out var options))
{
    await Console.Error.WriteLineAsync(FuzzOptions.Usage);
    return 2;
}

// Ctrl-C ends the run after the inputs that are under way, and what was found until then is told.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
var summary = await new FuzzRun(options.Seed, options.Count, Console.Error, TimeProvider.System).RunAsync(stop.Token);
Console.WriteLine(summary);
if (summary.Tally.Found == 0)
    return 0;
foreach (var finding in summary.Tally.Findings)
    Console.WriteLine($"{finding.Target} {finding.Index}: {finding.What}");
Console.WriteLine($"the inputs are in {FindingFiles.Write(summary)}");
return 1;
