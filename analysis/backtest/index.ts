export { backtestHandlers, type BacktestCalls } from './handlers.ts';
export { reviewSampleHandlers } from './review-sample/handlers.ts';
export { testedOrders } from './tested-orders.ts';
