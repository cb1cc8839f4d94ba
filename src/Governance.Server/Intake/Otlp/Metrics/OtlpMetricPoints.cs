using System.Runtime.InteropServices;

namespace Governance.Server.Intake.Otlp.Metrics;

/// <summary>Walks one data point in protobuf; its form is the field that its metric keeps it in.</summary>
internal static class OtlpMetricPoints
{
    private const int ExponentialForm = 10, HistogramForm = 9;

    public static void Point(ReadOnlySpan<byte> message, int form, IMetricVisitor visitor, MetricPoint point)
    {
        point.Clear();
        visitor.BeginPoint();
        if (form == HistogramForm)
            Histogram(message, visitor, point);
        else if (form == ExponentialForm)
            Exponential(message, visitor, point);
        else
            Number(message, visitor, point);
        visitor.EndPoint(point);
    }

    /// <summary>A sum's or gauge's; a summary's shares the numbers of what is read here.</summary>
    private static void Number(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        var number = new ProtobufCursor(message);
        while (number.Next())
        {
            switch (number.Field)
            {
                case 2:
                    point.StartNanos = number.AsFixed64();
                    break;
                case 3:
                    point.TimeNanos = number.AsFixed64();
                    break;
                case 4:
                    point.Count = Double(ref number);
                    break;
                case 6 when number.Type is WireType.Fixed64:
                    point.Count = unchecked((long)number.AsFixed64());
                    break;
                case 7:
                    OtlpProtobufValues.KeyValue(number.AsBytes(), AttributePlace.Record, visitor);
                    break;
                case 8:
                    point.IsGap = (number.AsVarint() & 1) != 0;
                    break;
                default:
                    number.Skip();
                    break;
            }
        }
    }

    private static void Histogram(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        var (bounds, counts) = (new List<double>(), new List<ulong>());
        var histogram = new ProtobufCursor(message);
        while (histogram.Next())
        {
            switch (histogram.Field)
            {
                case 6:
                    Fixed64s(ref histogram, counts);
                    break;
                case 7:
                    Doubles(ref histogram, bounds);
                    break;
                case 9:
                    OtlpProtobufValues.KeyValue(histogram.AsBytes(), AttributePlace.Record, visitor);
                    break;
                case 10:
                    point.IsGap = (histogram.AsVarint() & 1) != 0;
                    break;
                case 11:
                    point.Min = Double(ref histogram);
                    break;
                case 12:
                    point.Max = Double(ref histogram);
                    break;
                default:
                    Shared(ref histogram, point);
                    break;
            }
        }
        Buckets.AddExplicit(point, bounds, counts);
    }

    private static void Exponential(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        var (scale, zeros, zeroUpTo) = (0, 0UL, 0d);
        ReadOnlySpan<byte> positive = default;
        var histogram = new ProtobufCursor(message);
        while (histogram.Next())
        {
            switch (histogram.Field)
            {
                case 1:
                    OtlpProtobufValues.KeyValue(histogram.AsBytes(), AttributePlace.Record, visitor);
                    break;
                case 6:
                    scale = ZigZag(histogram.AsVarint());
                    break;
                case 7:
                    zeros = histogram.AsFixed64();
                    break;
                case 8:
                    positive = histogram.AsBytes();
                    break;
                case 10:
                    point.IsGap = (histogram.AsVarint() & 1) != 0;
                    break;
                case 12:
                    point.Min = Double(ref histogram);
                    break;
                case 13:
                    point.Max = Double(ref histogram);
                    break;
                case 14:
                    zeroUpTo = Double(ref histogram);
                    break;
                default:
                    Shared(ref histogram, point);
                    break;
            }
        }
        point.AddBucket(zeroUpTo, zeros);
        Positive(positive, scale, point);
    }

    /// <summary>Start, time, count and sum, which both histograms number alike.</summary>
    private static void Shared(ref ProtobufCursor histogram, MetricPoint point)
    {
        switch (histogram.Field)
        {
            case 2:
                point.StartNanos = histogram.AsFixed64();
                break;
            case 3:
                point.TimeNanos = histogram.AsFixed64();
                break;
            case 4:
                point.Count = histogram.AsFixed64();
                break;
            case 5:
                point.Sum = Double(ref histogram);
                break;
            default:
                histogram.Skip();
                break;
        }
    }

    /// <summary>Nothing that is read here falls below nought, so of negative buckets there are none.</summary>
    private static void Positive(ReadOnlySpan<byte> message, int scale, MetricPoint point)
    {
        var (offset, counts) = (0, new List<ulong>());
        var buckets = new ProtobufCursor(message);
        while (buckets.Next())
        {
            if (buckets.Field == 1)
                offset = ZigZag(buckets.AsVarint());
            else if (buckets.Field == 2 && buckets.Type is WireType.Bytes)
                Varints(buckets.AsBytes(), counts);
            else if (buckets.Field == 2)
                counts.Add(buckets.AsVarint());
            else
                buckets.Skip();
        }
        Buckets.AddExponential(point, scale, offset, counts);
    }

    private static void Varints(ReadOnlySpan<byte> packed, List<ulong> into)
    {
        var numbers = new ProtobufCursor(packed);
        while (numbers.NextPacked(out var number))
            into.Add(number);
    }

    private static void Fixed64s(ref ProtobufCursor field, List<ulong> into)
    {
        if (field.Type is WireType.Fixed64)
            into.Add(field.AsFixed64());
        else
            into.AddRange(MemoryMarshal.Cast<byte, ulong>(Whole(field.AsBytes())));
    }

    private static void Doubles(ref ProtobufCursor field, List<double> into)
    {
        if (field.Type is WireType.Fixed64)
            into.Add(BitConverter.UInt64BitsToDouble(field.AsFixed64()));
        else
            into.AddRange(MemoryMarshal.Cast<byte, double>(Whole(field.AsBytes())));
    }

    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> packed) => packed.Length % 8 == 0
        ? packed
        : throw new OtlpFormatException("Malformed protobuf: bad length of packed numbers.");

    private static double Double(ref ProtobufCursor field) => BitConverter.UInt64BitsToDouble(field.AsFixed64());

    private static int ZigZag(ulong value) => (int)((uint)value >> 1) ^ -(int)((uint)value & 1);
}
