import { text } from './messages.mjs';
import { say } from './step.mjs';

export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The same program under a virtual display where there is no real one; `from` is where a free number for it is looked for.
 * @param {string} program @param {string[]} args @param {number} [from]
 * @returns {{program: string, args: string[]}}
 */
export function onSomeDisplay(program, args, from = 99) {
  if (hasDisplay()) return { program, args };
  return { program: 'xvfb-run', args: ['-a', '-n', String(from), '-s', '-screen 0 1920x1080x24', program, ...args] };
}

export function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Environment for Electron: a leaked ELECTRON_RUN_AS_NODE would make it a plain Node, and only root goes without sandbox.
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnvironment() {
  if (isRoot()) say(text('root-no-sandbox'));
  return { ELECTRON_RUN_AS_NODE: undefined, SHINSA_NO_SANDBOX: isRoot() ? '1' : undefined };
}

/** @returns {string[]} */
export function electronArguments() {
  return isRoot() ? ['--no-sandbox'] : [];
}
