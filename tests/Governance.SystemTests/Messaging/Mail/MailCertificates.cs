using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Governance.SystemTests.Messaging.Mail;

/// <summary>An authority and its certificate for <c>localhost</c>, made for one test.</summary>
internal sealed class MailCertificates : IDisposable
{
    private static readonly DateTimeOffset s_from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("governance-mail-");

    internal MailCertificates()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(s_from, s_until);
        Authorities = [X509CertificateLoader.LoadCertificate(root.RawData)];

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, s_from, s_until, [1, 2, 3, 4]);
        Server = X509CertificateLoader.LoadPkcs12(signed.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(CertificateFile, signed.ExportCertificatePem());
        File.WriteAllText(AuthorityFile, root.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    internal X509Certificate2Collection Authorities { get; }

    internal X509Certificate2 Server { get; }

    internal string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

    internal string AuthorityFile => Path.Combine(_folder.FullName, "authority.pem");

    internal string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Dispose()
    {
        Server.Dispose();
        _folder.Delete(recursive: true);
    }
}
