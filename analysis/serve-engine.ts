import { z } from 'zod';
import { calls, type CallName, type PortReply, type Progress } from './engine-api.ts';
import type { Engine } from './engine.ts';

/** One end of a channel: a MessagePort of node:worker_threads, or of Electron, whose messages stand in `data`. */
export interface EnginePort {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
}

const callNames = Object.keys(calls) as [CallName, ...CallName[]];

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), name: z.enum(callNames), input: z.unknown() }),
  z.strictObject({ kind: z.literal('cancel'), id: z.int() }),
]);
const electronEvent = z.object({ data: z.unknown(), ports: z.array(z.unknown()) });
const numbered = z.looseObject({ kind: z.literal('call'), id: z.int() });

/** Progress reaches the other end at most this often, except for a new phase. */
const progressEveryMs = 100;

/**
 * Answers the calls that arrive at a port until it closes; calls still running then are cancelled. A message that is no
 * request is answered with 'input-invalid' where it has a number, and ignored where it has none.
 */
export function serveEngine(engine: Pick<Engine, 'answer'>, port: EnginePort): void {
  const running = new Map<number, { readonly name: CallName; readonly controller: AbortController }>();
  let open = true;
  const post = (reply: PortReply): void => {
    if (open) port.postMessage(reply);
  };

  const begin = async (id: number, name: CallName, input: unknown): Promise<void> => {
    if (running.has(id)) return;
    const controller = new AbortController();
    running.set(id, { name, controller });
    const result = await engine.answer(name, input, {
      signal: controller.signal,
      progress: throttled((progress) => post({ kind: 'progress', id, progress })),
      emit: (batch) => post({ kind: 'batch', id, batch }),
    });
    running.delete(id);
    post({ kind: 'reply', id, result });
  };

  port.on('message', (event) => {
    const wrapped = electronEvent.safeParse(event);
    const message = wrapped.success ? wrapped.data.data : event;
    const request = requestSchema.safeParse(message);
    if (!request.success) refuse(message, post);
    else if (request.data.kind === 'cancel') running.get(request.data.id)?.controller.abort();
    else void begin(request.data.id, request.data.name, request.data.input);
  });
  port.on('close', () => {
    open = false;
    for (const { name, controller } of running.values()) if (!keptOnLeaving.has(name)) controller.abort();
  });
  port.start();
}

/** What a window tells when it goes, and waits for no answer to. */
const keptOnLeaving: ReadonlySet<CallName> = new Set(['findings.arrange']);

function refuse(message: unknown, post: (reply: PortReply) => void): void {
  const known = numbered.safeParse(message);
  if (!known.success) return;
  const failure = { code: 'input-invalid' as const, params: {} };
  post({ kind: 'reply', id: known.data.id, result: { ok: false, failure } });
}

function throttled(tell: (progress: Progress) => void): (progress: Progress) => void {
  let last = -Infinity;
  let phase: Progress['phase'] | undefined;
  return (progress) => {
    const now = performance.now();
    if (progress.phase === phase && now - last < progressEveryMs) return;
    last = now;
    phase = progress.phase;
    tell(progress);
  };
}
