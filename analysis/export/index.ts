export { exportHandlers } from './handlers.ts';
export type { ReplayMismatch } from './cel-replay.ts';
export { provePackage } from './check-package.ts';
export { openPackage, readPackage, type ReadPackage } from './read-package.ts';
export { signedBy } from './signature.ts';
