using System.Security.Cryptography;
using System.Text;
using Governance.Server.Audit.Signing;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;
using Governance.Verifier;

namespace Governance.Tests.Transparency;

public sealed class SignedNoteTests
{
    [Fact]
    public void Verifier_keys_are_accepted_and_refused_as_published()
    {
        var vectors = Vectors.Read("signed-note.json");
        foreach (var text in vectors.Items("vkeysValid").Select(v => v.GetString()!))
        {
            VerifierKey.TryParse(text, out var key).ShouldBeTrue(text);
            key!.ToString().ShouldBe(text);
        }
        foreach (var text in vectors.Items("vkeysInvalid").Select(v => v.GetString()!))
            VerifierKey.TryParse(text, out _).ShouldBeFalse(text);
    }

    [Fact]
    public void Published_notes_open_with_their_keys()
    {
        foreach (var vector in Vectors.Read("signed-note.json").Items("valid"))
        {
            SignedNote.TryParse(vector.Text("note"), out var note).ShouldBeTrue(vector.Text("name"));
            var check = note!.Check(Keys(vector));
            check.IsTrusted.ShouldBeTrue(vector.Text("name"));
            check.VerifiedBy.Select(k => k.Name).ShouldBe(vector.Items("verifiedBy").Select(n => n.GetString()!));
            note.ToString().ShouldBe(vector.Text("note"));
        }
    }

    [Fact]
    public void Published_bad_notes_do_not_open()
    {
        foreach (var vector in Vectors.Read("signed-note.json").Items("invalid"))
        {
            var opened = SignedNote.TryParse(vector.Text("note"), out var note) && note!.Check(Keys(vector)).IsTrusted;
            opened.ShouldBeFalse(vector.Text("name"));
        }
    }

    [Fact]
    public void Signing_with_a_published_key_gives_the_published_bytes()
    {
        var valid = Vectors.Read("signed-note.json").Items("valid");
        foreach (var vector in valid.Where(v => v.TryGetProperty("skey", out _)))
        {
            var parts = vector.Text("skey").Split('+', 5);
            using var signer = OpenSslSigner.FromSeed(parts[2], Convert.FromBase64String(parts[4]).AsSpan(1));
            SignedNote.TryParse(vector.Text("note"), out var note).ShouldBeTrue();
            SignedNote.Sign(note!.Text, signer).ToString().ShouldBe(vector.Text("note"));
        }
    }

    [Fact]
    public void Our_verifier_agrees_with_OpenSSL_and_refuses_changed_bits()
    {
        using var signer = OpenSslSigner.FromSeed("log.example", SHA256.HashData("a fixed seed"u8));
        for (var length = 0; length < 40; length++)
        {
            var text = Encoding.UTF8.GetBytes(new string('m', length));
            var signature = signer.Sign(text);
            signer.Key.Verify(Encoding.UTF8.GetString(text), signature).ShouldBeTrue();
            for (var bit = length; bit < 512; bit += 131)
            {
                signature[bit / 8] ^= (byte)(1 << (bit % 8));
                signer.Key.Verify(Encoding.UTF8.GetString(text), signature).ShouldBeFalse($"bit {bit}");
                signature[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("log.example\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", false)]
    [InlineData("log.example\n1\n47DEQpj8HBSa\n", false)]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextra\n", true)]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextra", false)]
    public void A_checkpoint_has_one_spelling(string text, bool valid)
    {
        Checkpoint.TryParse(text, out var checkpoint).ShouldBe(valid);
        if (valid)
            checkpoint!.ToString().ShouldBe(text);
    }

    [Fact]
    public void A_proof_file_reads_back_as_it_was_written()
    {
        using var signer = OpenSslSigner.FromSeed("log.example", SHA256.HashData("a fixed seed"u8));
        var note = SignedNote.Sign(new Checkpoint("log.example", 2, MerkleTree.EmptyRoot).ToString(), signer);
        var proof = new LogProof(1, [MerkleTree.Leaf("left"u8)], note, "ZXh0cmE=");
        LogProof.TryParse(proof.ToString(), out var read).ShouldBeTrue();
        read!.ToString().ShouldBe(proof.ToString());
        (read.Index, read.Extra, read.Path.Count).ShouldBe((1, "ZXh0cmE=", 1));
        var padded = proof.ToString().Replace("index 1", "index 01", StringComparison.Ordinal);
        LogProof.TryParse(padded, out _).ShouldBeFalse();
    }

    private static List<VerifierKey> Keys(System.Text.Json.JsonElement vector) =>
        [.. Trust.Parse(string.Join('\n', vector.Items("vkeys").Select(v => v.GetString()))).Keys];
}
