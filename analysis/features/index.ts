export { featuresHandlers } from './handlers.ts';
export { featureMaker } from './velocity/maker.ts';
