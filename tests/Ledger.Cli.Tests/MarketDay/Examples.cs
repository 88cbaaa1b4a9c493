namespace Ledger.Cli.Tests.MarketDay;

/// <summary>Files of the repository that the documents name.</summary>
internal static class Examples
{
    public static string Profiles => Path("src/Ledger.Cli/Demo/homes17_two_days.csv");

    public static string Path(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Ledger.sln")))
            {
                return System.IO.Path.Combine(at.FullName, relative);
            }
        }

        throw new InvalidOperationException("the tests do not run within the repository");
    }
}
