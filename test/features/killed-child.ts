import { featureMaker } from '../../analysis/features/index.ts';
import { featuresSchema } from '../../analysis/model/features.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { computed } from './computed.ts';

/** An engine that computes features, until it is killed; it says when it has them. */
const [, , path = '', cacheDir = '', given = ''] = process.argv;
const project = await openProject(path, { cacheDir, features: featureMaker({ fromOrders: 0, threads: 1 }) });
await computed(project, featuresSchema.parse(JSON.parse(given)));
process.send?.('answered');
await new Promise((resolve) => setTimeout(resolve, 60_000));
