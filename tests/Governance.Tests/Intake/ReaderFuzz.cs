using FsCheck;
using FsCheck.Fluent;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>Whatever bytes come in, a reader answers with observations or with its one exception.</summary>
public sealed class ReaderFuzz
{
    [Fact]
    public void Random_bytes_never_surprise_a_reader() => Check(
        ArbMap.Default.ArbFor<byte[]>().Generator.Select(bytes => (Bytes: bytes, IsJson: bytes.Length % 2 == 0)));

    [Fact]
    public void Values_that_nest_too_deep_are_refused_in_both_encodings()
    {
        byte[] value = [0x0A, 0x01, (byte)'x'];
        for (var depth = 0; depth < 1_000; depth++)
            value = Field(5, Field(1, value));
        var attribute = Field(1, [.. Field(1, "k"u8.ToArray()), .. Field(2, value)]);
        var request = Field(1, Field(1, attribute));
        Should.Throw<OtlpFormatException>(() => Read(request, isJson: false));

        var nested = string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", 1_000));
        var json = "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":" + nested;
        Should.Throw<OtlpFormatException>(() => Read(System.Text.Encoding.UTF8.GetBytes(json), isJson: true));
    }

    private static void Check(Gen<(byte[] Bytes, bool IsJson)> requests) => Prop.ForAll(
        requests.ToArbitrary(),
        request => OnlyItsOwnException(request.Bytes, request.IsJson))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static bool OnlyItsOwnException(byte[] bytes, bool isJson)
    {
        try
        {
            Read(bytes, isJson);
        }
        catch (OtlpFormatException)
        {
            // The one that may come.
        }
        return true;
    }

    private static void Read(byte[] bytes, bool isJson)
    {
        using var mapper = Mapped.Mapper();
        mapper.Map(bytes, isJson, TelemetrySignal.Traces, Mapped.Now);
        mapper.Map(bytes, isJson, TelemetrySignal.Logs, Mapped.Now);
        using var series = Mapped.SeriesMapper();
        series.Map(bytes, isJson, Mapped.Now);
    }

    private static byte[] Field(int number, byte[] bytes)
    {
        var length = new List<byte>();
        var rest = (uint)bytes.Length;
        for (; rest >= 0x80; rest >>= 7)
            length.Add((byte)(rest | 0x80));
        return [(byte)((number << 3) | 2), .. length, (byte)rest, .. bytes];
    }
}
