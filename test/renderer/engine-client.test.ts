import { describe, expect, it } from 'vitest';
import type { PortRequest } from '../../analysis/engine-api.ts';
import type { EngineState } from '../../analysis/model/bridge.ts';
import { createEngineClient } from '../../renderer/engine/engine-client.ts';
import { latest } from '../../renderer/engine/latest.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

/** A page with its shell, and engines that a test plays by hand. */
function stage() {
  const page = new EventTarget();
  let say: (state: EngineState) => void = () => {};
  const bridge = {
    connectEngine: async () => ({ ok: true, value: { kind: 'starting' } }) as const,
    onEngineState: (listener: (state: EngineState) => void) => {
      say = listener;
      return () => {};
    },
  };
  // A MessageEvent of Node takes no window as its source, so the fields are put on a plain event.
  const message = (fields: object) => page.dispatchEvent(Object.assign(new Event('message'), fields));
  const arrival = (port: MessagePort) => ({
    source: page,
    origin: 'app://workbench',
    data: 'shinsa-engine-port',
    ports: [port],
  });
  const client = createEngineClient(bridge, page as unknown as Window);
  const engine = (change: object = {}) => {
    const { port1, port2 } = new MessageChannel();
    const requests: PortRequest[] = [];
    port1.onmessage = ({ data }: MessageEvent<PortRequest>) => requests.push(data);
    message({ ...arrival(port2), ...change });
    return { requests, reply: (data: unknown) => port1.postMessage(data), die: () => port1.close() };
  };
  return { client, engine, say: (state: EngineState) => say(state) };
}

const reply = (id: number, value: unknown) => ({ kind: 'reply', id, result: { ok: true, value } });

describe('the client of the engine', () => {
  it('keeps a call until the engine is there, then hands over progress, batches and the answer', async () => {
    const { client, engine } = stage();
    const seen: unknown[] = [];
    const answer = client.call(
      'orders.page',
      { viewId: 'v', offset: 0, limit: 1, columns: ['seq'] },
      { onProgress: (progress) => seen.push(progress), onBatch: (batch) => seen.push(batch) },
    );
    expect(client.state.get()).toEqual({ kind: 'connecting' });
    const live = engine();
    await turn();
    expect(client.state.get()).toEqual({ kind: 'ready' });
    expect(live.requests).toEqual([
      { kind: 'call', id: 1, name: 'orders.page', input: { viewId: 'v', offset: 0, limit: 1, columns: ['seq'] } },
    ]);
    const progress = { phase: 'reading', fraction: 0.5 };
    const batch = { names: ['seq'], columns: [{ kind: 'numbers', values: Float64Array.of(7) }], rowCount: 1 };
    live.reply({ kind: 'progress', id: 1, progress });
    live.reply({ kind: 'batch', id: 1, batch });
    live.reply(reply(1, { rowCount: 1 }));
    expect(await answer).toEqual({ ok: true, value: { rowCount: 1 } });
    expect(seen).toEqual([progress, batch]);
    live.die();
  });

  it.each([
    ['another window', { source: new EventTarget() }],
    ['another origin', { origin: 'https://workbench' }],
    ['another message', { data: 'hello' }],
  ])('takes no port from %s', async (_name, change) => {
    const { client, engine } = stage();
    engine(change).die();
    await turn();
    expect(client.state.get()).toEqual({ kind: 'connecting' });
    client.close();
  });

  it('fails open calls when the engine died, and sends waiting ones to the next', async () => {
    const { client, engine, say } = stage();
    const first = engine();
    const open = client.call('project.info', {});
    await turn();
    say({ kind: 'restarting', attempt: 1 });
    expect(await open).toEqual({ ok: false, failure: { code: 'engine-stopped', params: {} } });
    expect(client.state.get()).toEqual({ kind: 'restarting', attempt: 1 });
    const waiting = client.call('ruleSets.list', {});
    const second = engine();
    await turn();
    expect(client.generation.get()).toBe(2);
    expect(second.requests).toEqual([{ kind: 'call', id: 2, name: 'ruleSets.list', input: {} }]);
    second.reply(reply(2, []));
    expect(await waiting).toEqual({ ok: true, value: [] });
    first.die();
    second.die();
  });

  it('fails open calls when the port closes without a word', async () => {
    const { client, engine } = stage();
    const live = engine();
    const open = client.call('project.info', {});
    await turn();
    live.die();
    expect(await open).toEqual({ ok: false, failure: { code: 'engine-stopped', params: {} } });
    expect(client.state.get()).toEqual({ kind: 'connecting' });
  });

  it('fails everything with the reason once the shell gives up', async () => {
    const { client, say } = stage();
    const waiting = client.call('project.info', {});
    const failure = { code: 'project-damaged', params: {} } as const;
    say({ kind: 'failed', failure });
    expect(await waiting).toEqual({ ok: false, failure });
    expect(await client.call('project.info', {})).toEqual({ ok: false, failure });
  });

  it('asks the engine to stop and answers what it answers; a waiting call stops at once', async () => {
    const { client, engine } = stage();
    const early = new AbortController();
    const waiting = client.call('project.info', {}, { signal: early.signal });
    early.abort();
    expect(await waiting).toEqual({ ok: false, failure: { code: 'cancelled', params: {} } });
    const live = engine();
    const late = new AbortController();
    const open = client.call('project.info', {}, { signal: late.signal });
    late.abort();
    await turn();
    expect(live.requests.at(-1)).toEqual({ kind: 'cancel', id: 2 });
    live.reply(reply(2, 'committed before the request to stop'));
    expect(await open).toMatchObject({ ok: true });
    live.die();
  });

  it('ends a call whose answer is malformed, and ignores what belongs to none', async () => {
    const { client, engine } = stage();
    const live = engine();
    const open = client.call('project.info', {});
    for (const noise of [null, 'x', { id: 99 }, reply(99, 1), { kind: 'reply', id: 'x' }]) live.reply(noise);
    live.reply({ kind: 'reply', id: 1, result: { ok: false, failure: { code: 'no-such-code', params: {} } } });
    expect(await open).toEqual({
      ok: false,
      failure: { code: 'internal', params: { detail: 'malformed reply: result.failure.code invalid_value' } },
    });
    live.die();
  });
});

describe('latest wins', () => {
  it('runs the first and the last of a burst, one at a time, and cancels the rest', async () => {
    let flying = 0;
    const most: number[] = [];
    const ran: number[] = [];
    const ask = latest(async (input: number, signal: AbortSignal) => {
      flying += 1;
      most.push(flying);
      ran.push(input);
      await turn();
      flying -= 1;
      return signal.aborted
        ? ({ ok: false, failure: { code: 'cancelled', params: {} } } as const)
        : ({ ok: true, value: input * 10 } as const);
    });
    const answers = await Promise.all([1, 2, 3, 4].map(ask));
    expect(ran).toEqual([1, 4]);
    expect(Math.max(...most)).toBe(1);
    expect(answers.map((answer) => (answer.ok ? answer.value : answer.failure.code))).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
      40,
    ]);
    expect(await ask(5)).toEqual({ ok: true, value: 50 });
  });
});
