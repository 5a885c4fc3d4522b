import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { binnedVariable } from '../../analysis/scorecard/variables.ts';
import type { Values } from '../../analysis/scorecard/assign.ts';
import { randomNumbers } from '../../analysis/model/random-numbers.ts';
import { creditTables, ginisOf, isHeldOut, meanOf, readCredit } from './shared/credit-data.ts';
import { notMeasured, verdictOf } from './shared/measure.ts';
import { PeerFailed, PeerProcess, pythonWith } from './shared/python-peers.ts';

/**
 * `rows=` and `columns=` of the table that is cut to bins, 1,000,000 and 50 unless given; `parts=bins,credit` for one of them alone.
 */
const given = (name: string, usual: string): string =>
  process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual;
const rows = Number(given('rows', '1000000'));
const columns = Number(given('columns', '50'));
const parts = given('parts', 'bins,credit').split(',');

/** Seconds of processor time that cutting a table of this size may take. */
const limit = { rows: 1_000_000, columns: 50, seconds: 20 };
/** How far below scikit-learn the mean Gini out of sample may be. */
const worse = 0.01;

/** A column of numbers (every fifth one categories) that tells something of the label, with gaps and many equal values. */
function columnOf(index: number, bad: Uint8Array): Values {
  const next = randomNumbers(1000 + index);
  const tells = (index % 7) / 20;
  if (index % 5 === 4) {
    const names = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const codes = Uint16Array.from(bad, (one) => Math.min(40, Math.floor(41 * next() ** (1 + one * tells))));
    return { kind: 'categories', codes, names };
  }
  const values = Float64Array.from(bad, (one) => {
    const roll = next();
    if (roll < 0.03) return NaN;
    if (roll < 0.2) return 0;
    return Math.round(1e6 * Math.exp(2 * next() + one * tells)) / (index % 3 === 0 ? 1e6 : 1e4);
  });
  return { kind: 'numeric', values };
}

function cutTable(): void {
  const next = randomNumbers(7);
  const bad = Uint8Array.from({ length: rows }, () => (next() < 0.05 ? 1 : 0));
  let [cpu, wall, bins] = [0, 0, 0];
  for (let index = 0; index < columns; index += 1) {
    const values = columnOf(index, bad);
    const [before, began] = [process.cpuUsage(), performance.now()];
    const variable = { field: `c${index}` };
    bins += binnedVariable(values, bad, { variable, index, spec: {} }, 0.5).counts.length;
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1e6;
    wall += (performance.now() - began) / 1000;
  }
  const asked = rows >= limit.rows && columns >= limit.columns;
  const kept = cpu <= limit.seconds;
  if (asked && !kept) process.exitCode = 1;
  console.log(
    `bins of ${rows.toLocaleString('en')} × ${columns}: ${cpu.toFixed(1)} s of processor time, ${wall.toFixed(1)} s by the clock,` +
      ` ${bins} bins; ${asked ? `goal of ${limit.seconds} s ${verdictOf(kept)}` : 'no goal at this size'}; one run`,
  );
}

/** Gini out of sample on public data, beside scikit-learn on the same rows. */
async function besidePeer(environment: string): Promise<void> {
  const folder = process.env['SHINSA_DATA'] ?? resolve('..', 'shared', 'data');
  for (const table of creditTables) {
    const path = join(folder, table.file);
    const name = `Gini out of sample, ${table.file}`;
    if (!existsSync(path)) {
      notMeasured(name, 'its file is not there');
      continue;
    }
    const read = readCredit(path, table);
    const ours = meanOf(await ginisOf(read, table.splits));
    const { python, missing } = pythonWith(environment, ['scikit-learn']);
    const told = `${name}: ${ours.toFixed(4)}, mean of ${table.splits} splits`;
    if (missing('scikit-learn')) {
      console.log(told);
      notMeasured(`${name} by scikit-learn`, 'it could not be installed');
      continue;
    }
    try {
      const { label, badText, leave, splits } = table;
      const setup = { rows: path, label, bad: badText, categories: read.categories, leave, splits };
      const { peer, version } = await PeerProcess.start(python, 'scorecard.py', setup);
      const { answer } = await peer.run();
      peer.end();
      const [ginis = [], bad = []] = answer;
      const own = bad.map((_, split) => read.bad.reduce((sum, one, row) => sum + (isHeldOut(row, split) ? one : 0), 0));
      if (own.join() !== bad.join()) throw new Error(`${table.file}: other rows were held out`);
      const theirs = meanOf(ginis);
      const kept = ours >= theirs - worse;
      if (!kept) process.exitCode = 1;
      console.log(
        `${told}; scikit-learn ${version}: ${theirs.toFixed(4)}; at most ${worse} below it ${verdictOf(kept)}`,
      );
    } catch (error) {
      if (!(error instanceof PeerFailed)) throw error;
      notMeasured(`${name} by scikit-learn`, error.message);
    }
  }
}

console.log(`node ${process.versions.node}, ${process.platform} ${process.arch}`);
if (parts.includes('bins')) cutTable();
if (parts.includes('credit')) {
  const environment = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  try {
    await besidePeer(environment);
  } finally {
    rmSync(environment, { recursive: true, force: true });
  }
}
