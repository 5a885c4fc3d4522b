export { featuresHandlers } from './handlers.ts';
