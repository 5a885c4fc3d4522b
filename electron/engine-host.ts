import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { EngineState } from '../analysis/model/bridge.ts';
import { ShinsaError } from '../analysis/model/failure.ts';
import type { PersonalClass } from '../analysis/model/personal-roles.ts';
import { createChildren, type Children } from './engine-children.ts';
import { fromEngineSchema, type FromEngine, type ToEngine } from './engine-messages.ts';
import type { Grant } from './file-tokens.ts';
import { parts } from './folders.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { quietly } from './utility-options.ts';

export interface EngineHostOptions {
  readonly projectPath: string;
  readonly mode: 'open' | 'create';
  readonly cacheDir: string;
  /** Asked at every start of an engine: the classes of personal data it masks. */
  readonly masked: () => readonly PersonalClass[];
  readonly onState: (state: EngineState) => void;
  /** A port whose other end the engine serves, for the page. */
  readonly onPort: (port: MessagePortMain) => void;
}

const closeWithinMs = 5_000;

/** The engine process of one project: started, watched, started again, and asked to leave. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #restarts = createRestartPolicy();
  readonly #grants = new Map<string, Grant>();
  readonly #acknowledge = new Map<string, () => void>();
  #process: UtilityProcess | null = null;
  #children: Children | null = null;
  #state: EngineState = { kind: 'starting' };
  #stagingDir: string | null = null;
  #created: boolean;
  #pageWaits = false;
  #closing = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#created = options.mode === 'open';
    this.#start();
  }

  get state(): EngineState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Folder of finished files; throws 'engine-stopped' while there is no engine that owns one. */
  get stagingDir(): string {
    if (this.#stagingDir === null) throw new ShinsaError('engine-stopped');
    return this.#stagingDir;
  }

  /** Hands the page a port now, or as soon as the engine is ready; every later engine hands one by itself. */
  connectPage(): void {
    this.#pageWaits = true;
    if (this.#state.kind === 'ready') this.#handPort();
  }

  /** Answers once the engine knows the token, so that no call can be quicker than its grant. */
  async grant(grant: Grant): Promise<void> {
    this.#forgetExpired();
    this.#grants.set(grant.token, grant);
    if (this.#state.kind !== 'ready') return;
    const known = new Promise<void>((resolve) => this.#acknowledge.set(grant.token, resolve));
    this.#post({ kind: 'grant', grant });
    await known;
  }

  /** Classes of personal data that are masked in calls that arrive at the engine from here on. */
  mask(masked: readonly PersonalClass[]): void {
    this.#post({ kind: 'mask', masked: [...masked] });
  }

  restart(): void {
    if (this.#state.kind !== 'failed' || this.#closing) return;
    this.#restarts.forget();
    this.#setState({ kind: 'starting' });
    this.#start();
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    const leaving = this.#process;
    if (leaving === null) return;
    await new Promise<void>((resolve) => {
      const giveUp = setTimeout(() => leaving.kill(), closeWithinMs);
      leaving.once('exit', () => {
        clearTimeout(giveUp);
        resolve();
      });
      this.#post({ kind: 'close' });
    });
  }

  #start(): void {
    const { projectPath, cacheDir } = this.#options;
    // One project, one engine: what is left of an earlier try must not hold the project or its memory.
    this.#process?.kill();
    const engine = utilityProcess.fork(parts.engine, [], quietly('shinsa-engine'));
    this.#process = engine;
    this.#children = createChildren((message) => engine.postMessage(message));
    engine.on('message', (message: unknown) => this.#receive(engine, message));
    engine.once('exit', () => this.#exited(engine));
    const mode = this.#created ? 'open' : 'create';
    this.#post({ kind: 'open', projectPath, cacheDir, mode, masked: [...this.#options.masked()] });
  }

  #receive(engine: UtilityProcess, data: unknown): void {
    const checked = fromEngineSchema.safeParse(data);
    if (engine !== this.#process || !checked.success) return;
    const message: FromEngine = checked.data;
    switch (message.kind) {
      case 'ready':
        this.#ready(message.stagingDir);
        return;
      case 'renewed':
        this.#stagingDir = message.stagingDir;
        // The file has another identity now.
        this.#setState({ kind: 'ready' });
        return;
      case 'open-failed':
        this.#setState({ kind: 'failed', failure: message.failure });
        return;
      case 'granted':
        this.#acknowledge.get(message.token)?.();
        this.#acknowledge.delete(message.token);
        return;
      case 'taken':
        this.#grants.delete(message.token);
        return;
      case 'start-child':
      case 'child-post':
      case 'child-kill':
        this.#children?.receive(message);
    }
  }

  #ready(stagingDir: string): void {
    this.#created = true;
    this.#stagingDir = stagingDir;
    this.#forgetExpired();
    for (const grant of this.#grants.values()) this.#post({ kind: 'grant', grant });
    this.#setState({ kind: 'ready' });
    if (this.#pageWaits) this.#handPort();
  }

  #exited(engine: UtilityProcess): void {
    if (engine !== this.#process) return;
    this.#process = null;
    this.#stagingDir = null;
    this.#children?.killAll();
    this.#children = null;
    for (const resolve of this.#acknowledge.values()) resolve();
    this.#acknowledge.clear();
    // A project that could not be opened will not open better the second time.
    if (this.#closing || this.#state.kind === 'failed') return;
    const again = this.#restarts.next(Date.now());
    if (again === null) {
      this.#setState({ kind: 'failed', failure: { code: 'engine-stopped', params: {} } });
      return;
    }
    this.#setState({ kind: 'restarting', attempt: again.attempt });
    this.#retry = setTimeout(() => this.#start(), again.delayMs);
  }

  #handPort(): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#process?.postMessage({ kind: 'port' } satisfies ToEngine, [port1]);
    this.#options.onPort(port2);
  }

  #post(message: ToEngine): void {
    this.#process?.postMessage(message);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  #forgetExpired(): void {
    const now = Date.now();
    for (const [token, { expiresAt }] of this.#grants) if (expiresAt <= now) this.#grants.delete(token);
  }
}
