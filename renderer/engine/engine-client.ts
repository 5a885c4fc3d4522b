import type { CallName, InputOf, OutputOf, PortReply, PortRequest, Progress } from '../../analysis/engine-api.ts';
import type { Bridge, EngineState } from '../../analysis/model/bridge.ts';
import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import type { Failure, Result } from '../../analysis/model/failure.ts';
import { appOrigin, enginePortMessage } from '../../analysis/model/page.ts';
import { portReplySchema } from './port-reply.ts';
import { createStore, type ValueStore } from './value-store.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onBatch?: ((batch: ColumnBatch) => void) | undefined;
}

/** What the window says about the engine. `restarting` and `failed` come from the shell, which sees the process. */
export type ClientState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface EngineClient {
  readonly state: ValueStore<ClientState>;
  /** Counts the engines this page has had; a view made with an earlier one is gone. */
  readonly generation: ValueStore<number>;
  /**
   * One call. Made before the engine is ready or while it restarts, it waits; open calls of an engine that died fail
   * with 'engine-stopped'. Aborting asks the engine to stop and answers what the engine answers.
   */
  readonly call: <N extends CallName>(
    name: N,
    input: InputOf<N>,
    options?: CallOptions,
  ) => Promise<Result<OutputOf<N>>>;
  readonly close: () => void;
}

type BridgePart = Pick<Bridge, 'connectEngine' | 'onEngineState'>;
type WindowPart = Pick<Window, 'addEventListener' | 'removeEventListener'>;

interface OpenCall {
  readonly request: PortRequest;
  readonly options: CallOptions;
  readonly settle: (result: Result<unknown>) => void;
}

const stopped: Failure = { code: 'engine-stopped', params: {} };
const failed = (failure: Failure): Result<never> => ({ ok: false, failure });

export function createEngineClient(bridge: BridgePart, page: WindowPart = window): EngineClient {
  const state = createStore<ClientState>({ kind: 'connecting' });
  const generation = createStore(0);
  const waiting = new Map<number, OpenCall>();
  const sent = new Map<number, OpenCall>();
  let port: MessagePort | null = null;
  let nextId = 1;

  const failAll = (calls: Map<number, OpenCall>, failure: Failure): void => {
    const all = [...calls.values()];
    calls.clear();
    for (const call of all) call.settle(failed(failure));
  };

  const drop = (lost: MessagePort | null): void => {
    if (lost === null || lost !== port) return;
    port = null;
    lost.close();
    failAll(sent, stopped);
    if (state.get().kind === 'ready') state.set({ kind: 'connecting' });
  };

  const adopt = (fresh: MessagePort): void => {
    drop(port);
    port = fresh;
    fresh.onmessage = (event: MessageEvent<unknown>) => receive(sent, event.data);
    fresh.addEventListener('close', () => drop(fresh));
    fresh.start();
    generation.set(generation.get() + 1);
    state.set({ kind: 'ready' });
    for (const [id, call] of waiting) {
      sent.set(id, call);
      fresh.postMessage(call.request);
    }
    waiting.clear();
  };

  const onMessage = (event: MessageEvent<unknown>): void => {
    if (event.source !== page || event.origin !== appOrigin || event.data !== enginePortMessage) return;
    const [fresh] = event.ports;
    if (fresh !== undefined) adopt(fresh);
  };

  const onState = (news: EngineState): void => {
    if (news.kind === 'restarting' || news.kind === 'failed') {
      drop(port);
      state.set(news);
    }
    if (news.kind === 'starting') state.set({ kind: 'connecting' });
    if (news.kind === 'failed') failAll(waiting, news.failure);
  };

  let heard = false;
  const stopListening = bridge.onEngineState((news) => {
    heard = true;
    onState(news);
  });
  page.addEventListener('message', onMessage);
  void bridge.connectEngine().then((answer) => {
    if (!answer.ok) onState({ kind: 'failed', failure: answer.failure });
    // What the shell said since then is newer than this answer.
    else if (port === null && !heard) onState(answer.value);
  });

  const begin = (request: PortRequest & { kind: 'call' }, options: CallOptions): Promise<Result<unknown>> => {
    const now = state.get();
    if (options.signal?.aborted === true) return Promise.resolve(failed({ code: 'cancelled', params: {} }));
    if (now.kind === 'failed') return Promise.resolve(failed(now.failure));
    const { id } = request;
    const { promise, resolve } = withResolver<Result<unknown>>();
    const cancel = (): void => {
      if (waiting.delete(id)) resolve(failed({ code: 'cancelled', params: {} }));
      else if (sent.has(id)) port?.postMessage({ kind: 'cancel', id } satisfies PortRequest);
    };
    options.signal?.addEventListener('abort', cancel, { once: true });
    const settle = (result: Result<unknown>): void => {
      options.signal?.removeEventListener('abort', cancel);
      resolve(result);
    };
    (port === null ? waiting : sent).set(id, { request, options, settle });
    port?.postMessage(request);
    return promise;
  };

  return {
    state,
    generation,
    call: async <N extends CallName>(name: N, input: InputOf<N>, options: CallOptions = {}) => {
      const result = await begin({ kind: 'call', id: nextId++, name, input }, options);
      // The engine checked the answer's shape when it made it; its type is what the call's name says.
      return result as Result<OutputOf<N>>;
    },
    close: () => {
      stopListening();
      page.removeEventListener('message', onMessage);
      drop(port);
      failAll(waiting, stopped);
    },
  };
}

function receive(sent: Map<number, OpenCall>, data: unknown): void {
  const checked = portReplySchema.safeParse(data);
  if (!checked.success) {
    refuseMalformed(sent, data, checked.error.issues[0]);
    return;
  }
  const reply: PortReply = checked.data;
  const call = sent.get(reply.id);
  if (call === undefined) return;
  switch (reply.kind) {
    case 'progress':
      call.options.onProgress?.(reply.progress);
      return;
    case 'batch':
      call.options.onBatch?.(reply.batch);
      return;
    case 'reply':
      sent.delete(reply.id);
      call.settle(reply.result);
  }
}

/** A malformed answer must not leave its call open for ever; what is wrong is told by its place, never by its value. */
function refuseMalformed(
  sent: Map<number, OpenCall>,
  data: unknown,
  issue?: { code?: string; path: PropertyKey[] },
): void {
  if (typeof data !== 'object' || data === null || !('id' in data) || typeof data.id !== 'number') return;
  const call = sent.get(data.id);
  sent.delete(data.id);
  const place = issue === undefined ? '' : `: ${issue.path.map(String).join('.')} ${issue.code ?? ''}`;
  call?.settle(failed({ code: 'internal', params: { detail: `malformed reply${place}` } }));
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((r) => (resolve = r));
  return { promise, resolve };
}
