import { join } from 'node:path';
import type { FeatureMaker } from '../../analysis/store/features/compute.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { ensureSample } from '../../samples/shop/generate.ts';
import { cli } from '../cli/run-cli.ts';

/** The sample shop as the importer takes it in, with keys and chargebacks; answers the path of its project. */
export async function importSample(dir: string): Promise<string> {
  const sample = await ensureSample(join(dir, 'sample'));
  const project = join(dir, 'sample.shinsa');
  const ran = await cli([
    ...['import', '--project', project, '--history', sample.orders, '--mapping', sample.mapping],
    ...['--outcomes', sample.chargebacks, '--json'],
  ]);
  if (ran.code !== 0) throw new Error(ran.err);
  return project;
}

export const openSample = async (dir: string, features: FeatureMaker): Promise<OpenProject> =>
  openProject(await importSample(dir), { cacheDir: join(dir, 'cache'), features });
