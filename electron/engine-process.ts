import type { MessagePortMain } from 'electron';
import { createEngine, serveEngine, type Engine } from '../analysis/engine.ts';
import { failureOf } from '../analysis/model/failure.ts';
import { personalClasses, type PersonalClass } from '../analysis/model/personal-roles.ts';
import { createProcessStarter } from './engine-starter.ts';
import { sampleArgument, toEngineSchema, type FromEngine, type SampleReady, type ToEngine } from './engine-messages.ts';
import { createGrantTable } from './grant-table.ts';

const { parentPort } = process;

// In a utility process an unhandled rejection only warns; a state nobody foresaw must not go on writing.
process.on('unhandledRejection', () => process.exit(1));
process.on('uncaughtException', () => process.exit(1));

const post = (message: FromEngine): void => parentPort.postMessage(message);
const grants = createGrantTable((token) => post({ kind: 'taken', token }));
const starter = createProcessStarter(post);
let engine: Engine | null = null;
let masked: readonly PersonalClass[] = personalClasses;

const folder = process.argv[process.argv.indexOf(sampleArgument) + 1];
if (process.argv.includes(sampleArgument) && folder !== undefined) await writeSample(folder);
else parentPort.on('message', ({ data, ports }) => void receive(toEngineSchema.parse(data), ports));

async function receive(message: ToEngine, ports: readonly MessagePortMain[]): Promise<void> {
  switch (message.kind) {
    case 'open':
      await open(message);
      return;
    case 'mask':
      masked = message.masked;
      return;
    case 'port':
      if (engine !== null && ports[0] !== undefined) serveEngine(engine, ports[0]);
      return;
    case 'grant':
      grants.add(message.grant);
      post({ kind: 'granted', token: message.grant.token });
      return;
    case 'child-started':
    case 'child-message':
    case 'child-exit':
      starter.receive(message);
      return;
    case 'close':
      await engine?.close();
      process.exit(0);
  }
}

async function open(asked: Extract<ToEngine, { kind: 'open' }>): Promise<void> {
  const { projectPath, mode, cacheDir } = asked;
  masked = asked.masked;
  try {
    const options = { projectPath, mode, cacheDir, grants, processes: starter };
    const onRenewed = (stagingDir: string): void => post({ kind: 'renewed', stagingDir });
    engine = await createEngine({ ...options, masked: () => masked, onRenewed });
    post({ kind: 'ready', stagingDir: engine.stagingDir });
  } catch (error) {
    post({ kind: 'open-failed', failure: failureOf(error) });
    // Nothing is left to serve, and the next try has a process of its own. The message goes out first.
    setImmediate(() => process.exit(0));
  }
}

async function writeSample(dir: string): Promise<void> {
  const { ensureSample } = await import('../analysis/sample.ts');
  const { orders, chargebacks, mapping, ruleset } = await ensureSample(dir);
  parentPort.postMessage({ kind: 'sample-ready', orders, chargebacks, mapping, ruleset } satisfies SampleReady);
  setImmediate(() => process.exit(0));
}
