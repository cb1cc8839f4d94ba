// A stub of an OpenAI-compatible server on loopback: answers each prompt with what the prompt asks for.
const http = require('node:http');

const VERSION = 'acme-chat-2026-10-01';

/** Finish reason and usage by the word in the prompt. */
const ANSWERS = {
  plain: { finish_reason: 'stop', prompt_tokens: 57, completion_tokens: 17 },
  tool: { finish_reason: 'tool_calls', prompt_tokens: 58, completion_tokens: 18 },
  long: { finish_reason: 'length', prompt_tokens: 59, completion_tokens: 200 },
  filtered: { finish_reason: 'content_filter', prompt_tokens: 60, completion_tokens: 0 },
};

function answer(body) {
  const { finish_reason, prompt_tokens, completion_tokens } = ANSWERS[body.messages.at(-1).content] ??
    ANSWERS[body.messages.at(-1).content[0].text];
  const tool_calls = finish_reason === 'tool_calls'
    ? [{ id: 'call-1', type: 'function', function: { name: 'search', arguments: '{}' } }]
    : undefined;
  return {
    id: `chatcmpl-${prompt_tokens}`, object: 'chat.completion', created: 1, model: VERSION,
    choices: [{ index: 0, finish_reason, logprobs: null, message: { role: 'assistant', content: 'An answer.', tool_calls } }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** Resolves to the base URL; `close` ends it. */
exports.serve = () => new Promise((resolve) => {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(JSON.parse(Buffer.concat(chunks)))));
    });
  });
  server.listen(0, '127.0.0.1', () =>
    resolve({ url: `http://127.0.0.1:${server.address().port}/v1`, close: () => server.close() }));
});

exports.VERSION = VERSION;
exports.ANSWERS = ANSWERS;
