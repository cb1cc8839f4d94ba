using System.Text.Json;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>Both readers against bytes of real exporters and their independent decoding.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void Protobuf_is_read_as_an_independent_decoder_reads_it()
    {
        var compared = 0;
        foreach (var capture in Capture.All().Where(one => one is { IsJson: false, Decoded: not null }))
        {
            if (capture.Signal is TelemetrySignal.Metrics)
                continue;
            var seen = new RecordingVisitor();
            OtlpProtobuf.Read(capture.Message, capture.Signal, seen);
            DecodedRequest.Normalised(seen.Lines)
                .ShouldBe(DecodedRequest.Normalised(DecodedRequest.Lines(capture.Decoded!.Value)), capture.Name);
            compared++;
        }
        compared.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Json_is_read_as_a_document_tree_reads_it()
    {
        foreach (var capture in Capture.All().Where(one => one.Signal is not TelemetrySignal.Metrics))
        {
            var json = capture.IsJson ? capture.Message : Utf8(capture.Decoded!.Value);
            var seen = new RecordingVisitor();
            OtlpJson.Read(json, capture.Signal, seen);
            DecodedRequest.Normalised(seen.Lines).ShouldBe(
                DecodedRequest.Normalised(DecodedRequest.Lines(JsonDocument.Parse(json).RootElement)), capture.Name);
        }
    }

    [Fact]
    public void Metrics_in_both_encodings_are_read_as_an_independent_decoder_reads_them()
    {
        var compared = 0;
        foreach (var capture in Capture.All().Where(one => one.Signal is TelemetrySignal.Metrics))
        {
            var decoded = capture.Decoded ?? JsonDocument.Parse(capture.Message).RootElement;
            var expected = DecodedMetrics.Lines(decoded);
            expected.ShouldNotBeEmpty();
            DecodedMetrics.Read(capture.Message, capture.IsJson).ShouldBe(expected, capture.Name);
            DecodedMetrics.Read(Utf8(decoded), isJson: true).ShouldBe(expected, capture.Name);
            compared++;
        }
        compared.ShouldBeGreaterThan(5);
    }

    private static byte[] Utf8(JsonElement element) => JsonSerializer.SerializeToUtf8Bytes(element);
}
