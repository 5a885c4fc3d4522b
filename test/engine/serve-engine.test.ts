import { EventEmitter, once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PortReply } from '../../analysis/engine-api.ts';
import type { Engine } from '../../analysis/engine.ts';
import { serveEngine } from '../../analysis/serve-engine.ts';

let page: MessagePort;
let replies: PortReply[];
let answer: Engine['answer'];
let served: MessagePort;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  [served, page] = [port1, port2];
  replies = [];
  page.on('message', (reply: PortReply) => replies.push(reply));
  serveEngine({ answer: (...given) => answer(...given) }, served);
});

afterEach(() => {
  page.close();
  served.close();
});

async function replied(count: number): Promise<PortReply[]> {
  while (replies.length < count) await once(page, 'message');
  return replies;
}

const call = (id: number, name = 'project.info', input: unknown = {}): void =>
  page.postMessage({ kind: 'call', id, name, input });

test('answers by number, whichever is ready first', async () => {
  const finish = new Map<string, () => void>();
  answer = (_, input) => new Promise((resolve) => finish.set(String(input), () => resolve({ ok: true, value: input })));
  call(1, 'project.info', 'slow');
  call(2, 'project.info', 'quick');
  while (finish.size < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  finish.get('quick')?.();
  await replied(1);
  finish.get('slow')?.();
  expect(await replied(2)).toEqual([
    { kind: 'reply', id: 2, result: { ok: true, value: 'quick' } },
    { kind: 'reply', id: 1, result: { ok: true, value: 'slow' } },
  ]);
});

test('batches come before the answer, with their numbers as they were', async () => {
  const values = Float64Array.of(1, NaN, 3);
  answer = async (_name, _input, options) => {
    await options?.emit?.({ names: ['a'], columns: [{ kind: 'numbers', values }], rowCount: 3 });
    return { ok: true, value: null };
  };
  call(1);
  const [batch, reply] = await replied(2);
  expect(batch).toEqual({
    kind: 'batch',
    id: 1,
    batch: { names: ['a'], columns: [{ kind: 'numbers', values }], rowCount: 3 },
  });
  expect(reply?.kind).toBe('reply');
});

test('progress is told at each new phase and otherwise seldom', async () => {
  answer = (_name, _input, options) => {
    for (let i = 0; i < 1000; i++) options?.progress?.({ phase: 'reading', fraction: i / 1000 });
    options?.progress?.({ phase: 'writing', fraction: 0 });
    return Promise.resolve({ ok: true, value: null });
  };
  call(1);
  const phases = (): string[] => replies.flatMap((reply) => (reply.kind === 'progress' ? [reply.progress.phase] : []));
  while (!replies.some((reply) => reply.kind === 'reply')) await once(page, 'message');
  expect(phases().at(0)).toBe('reading');
  expect(phases().at(-1)).toBe('writing');
  expect(phases().length).toBeLessThan(20);
});

test('cancelling reaches the call of that number and no other', async () => {
  const aborted: number[] = [];
  answer = (_name, input, options) =>
    new Promise((resolve) => {
      options?.signal?.addEventListener('abort', () => {
        aborted.push(Number(input));
        resolve({ ok: false, failure: { code: 'cancelled', params: {} } });
      });
    });
  call(1, 'project.info', 1);
  call(2, 'project.info', 2);
  page.postMessage({ kind: 'cancel', id: 2 });
  page.postMessage({ kind: 'cancel', id: 77 });
  expect(await replied(1)).toMatchObject([{ id: 2, result: { failure: { code: 'cancelled' } } }]);
  expect(aborted).toEqual([2]);
});

test.each([
  ['an unknown call', { kind: 'call', id: 5, name: 'project.destroy', input: {} }],
  ['a name of the prototype', { kind: 'call', id: 5, name: 'constructor', input: {} }],
  ['more than the request has', { kind: 'call', id: 5, name: 'project.info', input: {}, extra: 1 }],
])('%s is refused with its number', async (_, message) => {
  answer = () => Promise.resolve({ ok: true, value: 'reached' });
  page.postMessage(message);
  expect(await replied(1)).toEqual([
    { kind: 'reply', id: 5, result: { ok: false, failure: { code: 'input-invalid', params: {} } } },
  ]);
});

test('what is no request at all is ignored, and the next call is answered', async () => {
  answer = () => Promise.resolve({ ok: true, value: 'reached' });
  for (const message of [null, 7, 'call', [], {}, { kind: 'call' }, { kind: 'cancel', id: 'x' }])
    page.postMessage(message);
  call(9);
  expect(await replied(1)).toEqual([{ kind: 'reply', id: 9, result: { ok: true, value: 'reached' } }]);
});

test('when the page goes, its calls are cancelled', async () => {
  const aborted = new Promise<void>((resolve) => {
    answer = (_name, _input, options) => {
      options?.signal?.addEventListener('abort', () => resolve());
      return new Promise(() => undefined);
    };
  });
  call(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  page.close();
  await aborted;
});

test('what is kept when a page goes is not cancelled with it', async () => {
  const aborted: string[] = [];
  answer = (name, _input, options) => {
    options?.signal?.addEventListener('abort', () => aborted.push(name));
    return new Promise(() => undefined);
  };
  call(1, 'findings.arrange', { entries: [] });
  call(2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  page.close();
  while (aborted.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(aborted).toEqual(['project.info']);
});

test("a port of Electron's kind, with the message in `data`, is served too", async () => {
  class ElectronPort extends EventEmitter {
    readonly posted: unknown[] = [];
    postMessage(message: unknown): void {
      this.posted.push(message);
    }
    start(): void {
      this.emit('message', { data: { kind: 'call', id: 3, name: 'project.info', input: {} }, ports: [] });
    }
  }
  answer = () => Promise.resolve({ ok: true, value: 'reached' });
  const port = new ElectronPort();
  serveEngine({ answer: (...given) => answer(...given) }, port);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(port.posted).toEqual([{ kind: 'reply', id: 3, result: { ok: true, value: 'reached' } }]);
});
