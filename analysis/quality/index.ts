export { qualityHandlers, type QualityCalls } from './handlers.ts';
