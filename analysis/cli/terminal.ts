import { once } from 'node:events';
import type { Progress } from '../engine-api.ts';
import { cliMessages, type Language } from './messages.ts';

/** Where the command line writes: lines of result, and everything else. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Waits until what was written has left, where whoever reads it is slower. */
  readonly drained?: () => Promise<void>;
  readonly env: NodeJS.ProcessEnv;
  /** Whether `err` is a screen, on which progress may be written over. */
  readonly screen: boolean;
}

/** The streams of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    },
    env: process.env,
    screen: process.stderr.isTTY,
  };
}

/** Tells progress: over one line on a screen, elsewhere a line for each phase and every few seconds of it. */
export function progressTeller(
  terminal: Terminal,
  language: Language,
): { readonly tell: (progress: Progress) => void; readonly end: () => void } {
  const { phases } = cliMessages(language);
  let last = { line: '', at: -Infinity, phase: '' };
  let written = false;
  const tell = (progress: Progress): void => {
    const now = performance.now();
    const line = `${phases[progress.phase]}${progress.fraction === null ? '' : ` ${Math.floor(progress.fraction * 100)} %`}`;
    const wait = terminal.screen ? 100 : 3000;
    if (line === last.line || (progress.phase === last.phase && now - last.at < wait)) return;
    last = { line, at: now, phase: progress.phase };
    terminal.err(terminal.screen ? `\r\u001b[K${line}` : `${line}\n`);
    written = true;
  };
  const end = (): void => {
    if (terminal.screen && written) terminal.err('\r\u001b[K');
  };
  return { tell, end };
}
