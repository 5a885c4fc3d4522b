export { backtestHandlers, type BacktestCalls } from './handlers.ts';
export { reviewSampleHandlers } from './review-sample/handlers.ts';
export { testedCounts } from './tested-counts.ts';
