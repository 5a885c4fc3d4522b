import { featureMaker } from '../../analysis/features/index.ts';
import { windowsOnly, type FeatureMaker } from '../../analysis/store/features/compute.ts';

const refuse = (why: string): never => {
  throw new Error(`the loops refuse: ${why}`);
};

/** Both ways to compute features: the loops from the first order on, in one thread. */
export const ways: readonly (readonly [name: string, maker: FeatureMaker])[] = [
  ['windows of DuckDB', windowsOnly],
  ['loops in WebAssembly', featureMaker({ fromOrders: 0, threads: 1, onRefused: refuse })],
];
