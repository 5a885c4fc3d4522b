export { scorecardHandlers } from './handlers.ts';
