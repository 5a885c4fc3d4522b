export { outcomesHandlers } from './handlers.ts';
