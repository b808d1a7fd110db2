// A client as a program of its own, told by its parent what to do: it lists, calls, is denied, and cancels a call.

const target = await next();
const { connect } = await import(`./${target.client}.mjs`);
const { list, call, close } = await connect(target);

tell('listed', { tools: await list(), items: await outcomeOf(call('list_items', {})) });
tell('got', await outcomeOf(call('http_get', { item: 'api', url: `${target.origin}/v1/me` })));
tell('denied', await outcomeOf(call('http_get', { item: 'api', url: `${target.elsewhere}/v1/me` })));
const cancel = new AbortController();
const slow = outcomeOf(call('http_get', { item: 'api', url: `${target.origin}/v1/slow` }, cancel.signal));
// Until the service has the request; before that there is nothing to take back.
await next();
cancel.abort();
tell('cancelled', await slow);
tell('went on', await outcomeOf(call('list_items', {})));
await next();
await close();
process.disconnect();

function next() {
  return new Promise((resolve) => process.once('message', resolve));
}

function tell(step, told) {
  process.send({ step, told });
}

/** Frameworks answer a refusal in their own ways: as a result, as text, as an error. All of it is what a model reads. */
async function outcomeOf(promise) {
  try {
    const answer = await promise;
    return { kind: 'answer', text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  } catch (error) {
    return { kind: 'error', text: `${error?.name}: ${error?.message}` };
  }
}
