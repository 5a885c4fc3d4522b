import { ShinsaError } from '../model/failure.ts';
import { Runtime, RuntimeRefusal, type Emulation, type RuntimeLimits, type RuntimePackage } from '../runtime/index.ts';

/** The reference runtime of a package; 'runtime-refused' with the rule or feature that it cannot run. */
export function openRuntime(content: RuntimePackage, emulation: Emulation = {}, limits: RuntimeLimits = {}): Runtime {
  try {
    return new Runtime(content, emulation, limits);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A refusal of the runtime as a failure; anything else as it is. */
export const refusalOf = (error: unknown): unknown =>
  error instanceof RuntimeRefusal
    ? new ShinsaError('runtime-refused', { detail: error.code, place: error.place }, { cause: error })
    : error;
