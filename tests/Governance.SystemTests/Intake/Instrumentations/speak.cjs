// usage: node speak.cjs INSTRUMENTATION OTLP-ENDPOINT
// Calls the stub once for each answer it knows, through one published instrumentation, and prints the truth as JSON.
const { trace, context } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { serve, VERSION, ANSWERS } = require('./model.cjs');

const [, , name, endpoint] = process.argv;

/** Its library does the calls; what it makes of them is up to the instrumentation. */
const THROUGH_OPENAI = {
  opentelemetry: () => new (require('@opentelemetry/instrumentation-openai').OpenAIInstrumentation)(),
  traceloop: () => new (require('@traceloop/instrumentation-openai').OpenAIInstrumentation)({ traceContent: false }),
  openinference: () => new (require('@arizeai/openinference-instrumentation-openai').OpenAIInstrumentation)(),
};

async function callOpenAI(url) {
  const { OpenAI } = require('openai');
  const client = new OpenAI({ baseURL: url, apiKey: 'none' });
  for (const prompt of Object.keys(ANSWERS))
    await client.chat.completions.create({ model: 'acme-chat', messages: [{ role: 'user', content: prompt }] });
}

async function callVercel(url) {
  const { generateText, tool } = require('ai');
  const { createOpenAI } = require('@ai-sdk/openai');
  const { z } = require('zod');
  const model = createOpenAI({ baseURL: url, apiKey: 'none' }).chat('acme-chat');
  const tools = { search: tool({ description: 'Searches.', inputSchema: z.object({}) }) };
  for (const prompt of Object.keys(ANSWERS))
    await generateText({ model, prompt, tools, experimental_telemetry: { isEnabled: true, functionId: 'desk' } });
}

async function main() {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `speaks-${name}`, 'deployment.environment.name': 'production' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const instrumentation = THROUGH_OPENAI[name]?.();
  instrumentation?.setTracerProvider(provider);
  instrumentation?.enable();
  const model = await serve();
  await (instrumentation ? callOpenAI : callVercel)(model.url);
  await provider.shutdown();
  model.close();
  console.log(JSON.stringify({ version: VERSION, answers: Object.values(ANSWERS) }));
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
