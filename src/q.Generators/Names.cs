using System.Text;
using System.Text.RegularExpressions;

namespace Q.Generators;

/// <summary>How names in code become names on the command line.</summary>
internal static class Names
{
    private static readonly Regex s_good = new("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant);

    public static bool IsGood(string name) => s_good.IsMatch(name);

    /// <summary><c>trustAllTools</c> is <c>trust-all-tools</c>, as ConsoleAppFramework makes it.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = char.IsUpper(name[i])
                && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[i]));
        }
        return kebab.ToString();
    }
}
