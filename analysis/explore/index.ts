export { exploreHandlers, type ExploreCalls } from './handlers.ts';
