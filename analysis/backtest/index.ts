export { backtestHandlers, type BacktestCalls } from './handlers.ts';
