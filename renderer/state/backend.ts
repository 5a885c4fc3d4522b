import type { Bridge } from '../../analysis/model/bridge.ts';
import { ShinsaError, type Result } from '../../analysis/model/failure.ts';
import type { EngineClient } from '../engine/engine-client.ts';

export interface Backend {
  readonly client: EngineClient;
  readonly bridge: Bridge;
}

let current: Backend | null = null;

export function setBackend(backend: Backend): void {
  current = backend;
}

function backend(): Backend {
  if (!current) throw new ShinsaError('engine-stopped');
  return current;
}

export function client(): EngineClient {
  return backend().client;
}

export function bridge(): Bridge {
  return backend().bridge;
}

/** The value of an answer; a failure is thrown, so that calls to the shell and to the engine fail alike. */
export async function answer<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (settled.ok) return settled.value;
  const { code, params, place } = settled.failure;
  throw new ShinsaError(code, params, place === undefined ? {} : { place });
}
