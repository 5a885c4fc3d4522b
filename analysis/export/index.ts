export { exportHandlers } from './handlers.ts';
export { readPackage } from './package-files.ts';
