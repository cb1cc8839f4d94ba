// A program with OpenTelemetry in it and nothing of ours: where it sends, and as whom, its environment says.
import { defaultResource, detectResources, envDetector } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';

const provider = new BasicTracerProvider({
  resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const tracer = provider.getTracer('my-program');

// Two calls a minute for an hour that ends now.
const calls = 120;
for (let call = 0; call < calls; call++) {
  const start = Date.now() - (calls - call) * 30_000;
  const span = tracer.startSpan('chat acme-chat', {
    kind: 2,
    startTime: new Date(start),
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'acme-chat',
      'gen_ai.response.model': 'acme-chat-1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 90 + (call % 11),
      'gen_ai.usage.output_tokens': 200 + (call % 17),
    },
  });
  span.end(new Date(start + 700 + (call % 7) * 40));
}
await provider.forceFlush();
await provider.shutdown();
