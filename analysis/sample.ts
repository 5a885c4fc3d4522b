/** The bundled sample shop, for those above the rooms who open it: the window's first start and the demo. */
export { ensureSample, type SamplePaths } from '../samples/shop/generate.ts';
