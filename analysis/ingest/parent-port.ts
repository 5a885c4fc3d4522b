import type { ParentPort } from '../process.ts';

interface UtilityPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => void;
}

/** The way to the process that started this one: a utility process of the app, or a forked child of plain Node. */
export function parentPort(): ParentPort {
  const utility = (process as { readonly parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined)
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', ({ data }) => listener(data)),
    };
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}
