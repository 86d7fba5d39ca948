using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Q.Model;

/// <summary>
/// Finds the certificate authorities to trust. A static program knows the places of the distribution it was linked
/// on; on another one the bundle is looked for where that one keeps it.
/// </summary>
internal static class CertificateRoots
{
    /// <summary>Where the TLS library that is linked in looks by itself.</summary>
    private static readonly string[] s_builtIn = ["/usr/lib/ssl/certs", "/usr/lib/ssl/cert.pem"];

    private static readonly string[] s_bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL 7 and later
        "/etc/ssl/ca-bundle.pem",                            // openSUSE
        "/etc/ssl/cert.pem",                                 // Alpine, BSD
        "/var/lib/ca-certificates/ca-bundle.pem",
    ];

    /// <summary>Null when the TLS library finds its authorities by itself, or nobody does.</summary>
    public static X509ChainPolicy? PolicyFor(IReadOnlyDictionary<string, string> environment)
    {
        if (!OperatingSystem.IsLinux() || IsNamed(environment) || s_builtIn.Any(HasAny))
            return null;
        var bundle = s_bundles.FirstOrDefault(File.Exists);
        if (bundle is null)
            return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(bundle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null; // the handshake fails then, and says that no authorities were found
        }
        return policy;
    }

    /// <summary>Whether there is any place to take authorities from.</summary>
    public static bool Exist(IReadOnlyDictionary<string, string> environment) =>
        !OperatingSystem.IsLinux()
        || (environment.TryGetValue("SSL_CERT_FILE", out var file) && File.Exists(file))
        || (environment.TryGetValue("SSL_CERT_DIR", out var folder) && HasAny(folder))
        || (!IsNamed(environment) && (s_builtIn.Any(HasAny) || s_bundles.Any(File.Exists)));

    private static bool IsNamed(IReadOnlyDictionary<string, string> environment) =>
        environment.ContainsKey("SSL_CERT_FILE") || environment.ContainsKey("SSL_CERT_DIR");

    private static bool HasAny(string path)
    {
        try
        {
            return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
