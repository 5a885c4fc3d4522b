import { spawn } from 'node:child_process';
import { text } from './messages.mjs';
import { root } from './paths.mjs';

const heartbeatMs = 3000;
const keptOutput = 400_000;

/** A step that did not succeed; what was wrong has already been said. */
export class StepFailed extends Error {
  /** @param {string} label @param {number} code */
  constructor(label, code) {
    super(label);
    this.label = label;
    this.code = code;
  }
}

/** Everything the setup says goes to stderr: stdout belongs to the command being set up for. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

const graceMs = 1500;
/** Each step has a process group of its own, so that a worker caught in a loop ends with it. */
const groups = process.platform !== 'win32';
/** @type {Map<import('node:child_process').ChildProcess, boolean>} */
const running = new Map();
let ending = false;
for (const [signal, code] of /** @type {[NodeJS.Signals, number][]} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.on(signal, () => {
    if (ending || running.size === 0) process.exit(code);
    ending = true;
    const left = [...running];
    for (const [child, group] of left) end(child, group, signal);
    setTimeout(() => {
      for (const [child, group] of left) end(child, group, 'SIGKILL');
      process.exit(code);
    }, graceMs);
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {boolean} group @param {NodeJS.Signals} signal */
function end(child, group, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Ends the child when this process is told to end. @param {import('node:child_process').ChildProcess} child */
export function endWithUs(child, group = false) {
  running.set(child, group);
  child.once('close', () => running.delete(child));
}

/** @param {string} label @param {() => number} quietSince */
function heartbeat(label, quietSince) {
  const began = Date.now();
  const timer = setInterval(() => {
    if (Date.now() - quietSince() < heartbeatMs - 100) return;
    say(text('step-alive', { label, seconds: Math.round((Date.now() - began) / 1000) }));
  }, heartbeatMs);
  return () => clearInterval(timer);
}

/**
 * @typedef {object} StepOptions
 * @property {NodeJS.ProcessEnv} [env] added to the environment; undefined removes a name
 * @property {string} [cwd]
 * @property {boolean} [show] pass the output on while it runs; otherwise it is shown only on failure
 * @property {boolean} [quiet] keep the output to ourselves even on failure
 * @property {number} [limitMs]
 */

/**
 * Runs a program, saying that it is alive while it is quiet. Resolves with its output.
 * @param {string} label @param {string} command @param {string[]} args @param {StepOptions} options
 * @returns {Promise<string>}
 */
export function runStep(label, command, args, options = {}) {
  say(text('step-start', { label }));
  const began = Date.now();
  let lastOutput = began;
  let output = '';
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: groups,
  });
  endWithUs(child, groups);
  const stop = heartbeat(label, () => (options.show ? lastOutput : 0));
  /** @param {NodeJS.WriteStream} target */
  const take = (target) => (/** @type {Buffer} */ chunk) => {
    lastOutput = Date.now();
    output = (output + chunk.toString('utf8')).slice(-keptOutput);
    if (options.show) target.write(chunk);
  };
  child.stdout.on('data', take(process.stdout));
  child.stderr.on('data', take(process.stderr));
  const limit = options.limitMs ? setTimeout(() => end(child, groups, 'SIGKILL'), options.limitMs) : undefined;
  return new Promise((resolve, reject) => {
    let settled = false;
    const finish = (/** @type {number} */ code) => {
      if (settled) return;
      settled = true;
      stop();
      clearTimeout(limit);
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      if (code === 0) {
        say(text('step-done', { label, seconds }));
        resolve(output);
        return;
      }
      if (!options.show && !options.quiet) process.stderr.write(output);
      const late = options.limitMs !== undefined && Date.now() - began >= options.limitMs;
      say(late ? text('step-timeout', { label, seconds }) : text('step-failed', { label, code }));
      reject(new StepFailed(label, code));
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/**
 * The frame of every command: a failure that was explained ends with its exit code, any other with its stack.
 * @param {() => Promise<number | void>} body
 */
export async function command(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (error instanceof StepFailed) {
      process.exitCode = error.code;
      return;
    }
    if (error instanceof SetupError) say(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}

/** Something only the person at the machine can put right; the message is for them. */
export class SetupError extends Error {
  /** @param {string} key @param {import('./messages.mjs').Params} params */
  constructor(key, params = {}) {
    super(text(key, params));
    this.key = key;
  }
}
