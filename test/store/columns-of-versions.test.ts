import { expect, test, vi } from 'vitest';
import { openProject } from '../../analysis/store/open-project.ts';
import { newProject, scratch } from './projects.ts';

const program = vi.hoisted(() => ({ version: '1.0.0' }));
vi.mock('../../analysis/model/version.ts', () => ({
  get appVersion() {
    return program.version;
  },
}));

test('columns that another version of the program made of the same orders are not read', async () => {
  const place = scratch();
  const folder = async (version: string): Promise<string> => {
    program.version = version;
    const project = await openProject(`${place.dir}/p.shinsa`, { cacheDir: `${place.dir}/cache` });
    try {
      return await project.columnsDir();
    } finally {
      await project.close();
    }
  };
  try {
    await (await newProject(place.dir)).close();
    const first = await folder('1.0.0');
    expect(await folder('1.0.1')).not.toBe(first);
    expect(await folder('1.0.0')).toBe(first);
  } finally {
    place.dispose();
  }
});
