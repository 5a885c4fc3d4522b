export { discoverHandlers } from './handlers.ts';
