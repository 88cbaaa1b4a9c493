using System.Diagnostics;

namespace Ledger.Cli.Chaincode;

/// <summary>A C# project of a contract, built by the .NET SDK.</summary>
internal sealed class ChaincodeProject
{
    /// <summary>Longest time that a build may take.</summary>
    private static readonly TimeSpan BuildTimeMax = TimeSpan.FromMinutes(5);

    private ChaincodeProject(string file)
    {
        File = file;
    }

    /// <summary>The .csproj file, an absolute path.</summary>
    public string File { get; }

    /// <summary>Name of the project and of its assembly.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The folder of the project.</summary>
    public string Directory => Path.GetDirectoryName(File)!;

    /// <summary>
    /// Finds the project that a path means: a .csproj file, a folder with one, or the folder that <c>chaincode new</c> made.
    /// </summary>
    /// <returns>Null when the path is a file that is no project.</returns>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public static ChaincodeProject? Find(string path)
    {
        if (System.IO.File.Exists(path))
        {
            return Path.GetExtension(path) == ".csproj" ? new ChaincodeProject(Path.GetFullPath(path)) : null;
        }

        foreach (var folder in new[] { path, Path.Combine(path, ContractTemplate.ContractFolder) })
        {
            var projects = System.IO.Directory.Exists(folder) ? System.IO.Directory.GetFiles(folder, "*.csproj") : [];
            if (projects.Length > 1)
            {
                throw CommandException.BadInput($"{folder} holds {projects.Length} projects; name one of them");
            }

            if (projects.Length == 1)
            {
                return new ChaincodeProject(Path.GetFullPath(projects[0]));
            }
        }

        throw CommandException.BadInput($"there is no assembly and no project at {path}");
    }

    /// <summary>
    /// Builds the project as everybody else would: optimised, without traces of the machine or of the folder, so that the same
    /// sources give the same bytes under the same .NET SDK.
    /// </summary>
    /// <param name="fromScratch">Whether to compile what was compiled already.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <returns>The assembly's path.</returns>
    /// <exception cref="CommandException">It does not compile; the message holds the compiler's first errors.</exception>
    public async Task<string> BuildAsync(bool fromScratch, CancellationToken cancellation)
    {
        var output = Path.Combine(Directory, "bin", "ledger");
        string[] arguments =
        [
            "build", File, "--configuration", "Release", "--output", output, "--nologo",
            "--verbosity", "quiet", "--disable-build-servers", "-p:Deterministic=true", "-p:ContinuousIntegrationBuild=true",
            "-p:DebugType=portable", $"-p:PathMap={Directory}=/_", "-p:IncludeSourceRevisionInInformationalVersion=false",
            .. fromScratch ? ["--no-incremental"] : Array.Empty<string>(),
        ];
        var (status, text) = await RunAsync(arguments, cancellation).ConfigureAwait(false);
        if (status != 0)
        {
            var errors = text.Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal)).Distinct().Take(5);
            throw CommandException.Failed($"{Name} does not compile: {string.Join("; ", errors.Select(e => e.Trim()))}");
        }

        var assembly = Path.Combine(output, Name + ".dll");
        return System.IO.File.Exists(assembly)
            ? assembly
            : throw CommandException.Failed($"the build of {Name} left no {Name}.dll; its AssemblyName must be the project's");
    }

    private static async Task<(int Status, string Output)> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(DotnetPath(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // The SDK that runs this command leaves hints behind that would lead another one astray.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start) ?? throw CommandException.Failed("the .NET SDK cannot be started");
        process.StandardInput.Close();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(BuildTimeMax);
        try
        {
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(bound.Token).ConfigureAwait(false);
            return (process.ExitCode, output + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // The command itself is run by dotnet, where it is not an executable of its own.
    private static string DotnetPath() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
