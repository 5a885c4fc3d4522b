import { failureOf } from '../model/failure.ts';
import type { ParentPort } from '../process.ts';
import { openConsole, type ConsoleDatabase } from '../store/console-database.ts';
import { answerTo, lookAt, type Session } from './answer.ts';
import { askedSchema, type Asked, type Said } from './messages.ts';

/** The console's side of its process: opens a snapshot, then answers one question after the other. */
export function serveConsole(port: ParentPort): void {
  const say = (said: Said): void => port.post(said);
  let database: ConsoleDatabase | null = null;
  let known = knownOf({ tables: [], personal: [], closed: [], open: [], numbers: [] });
  let running: { readonly id: number; readonly abort: AbortController } | null = null;

  const work = async (asked: Exclude<Asked, { kind: 'cancel' }>): Promise<Said> => {
    const { id } = asked;
    if (asked.kind === 'open') {
      database = await openConsole(asked.file, asked);
      known = knownOf(asked);
      return { kind: 'opened', id };
    }
    if (database === null) throw new TypeError('nothing is open');
    const abort = new AbortController();
    running = { id, abort };
    const own = database;
    const session: Session = {
      db: own.job(abort.signal, (fraction) => say({ kind: 'progress', id, fraction })),
      within: (signal) => own.job(AbortSignal.any([abort.signal, signal])),
      ...known,
    };
    if (asked.kind === 'look') return { kind: 'looks', id, looks: [...(await lookAt(session, asked.views))] };
    return { kind: 'answer', id, answer: await answerTo(session, asked.text, asked.views, asked.limit) };
  };

  port.onMessage((message) => {
    const asked = askedSchema.parse(message);
    if (asked.kind === 'cancel') {
      if (running?.id === asked.id) running.abort.abort();
      return;
    }
    void work(asked)
      .catch((error: unknown): Said => ({ kind: 'failed', id: asked.id, failure: failureOf(error) }))
      .then((said) => say(said));
  });
}

type Known = Pick<Session, 'tables' | 'personal' | 'closed' | 'open' | 'numbers'>;

const knownOf = (told: Readonly<Record<keyof Known, readonly string[]>>): Known => ({
  tables: new Set(told.tables),
  personal: new Set(told.personal),
  closed: new Set(told.closed),
  numbers: new Set(told.numbers),
  open: new Set(told.open),
});
