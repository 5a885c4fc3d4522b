import { utilityProcess } from 'electron';
import { readFile } from 'node:fs/promises';
import type { SampleOffer } from '../analysis/model/bridge.ts';
import { ShinsaError } from '../analysis/model/failure.ts';
import { mappingSchema } from '../analysis/model/mapping.ts';
import { ruleSetSchema } from '../analysis/model/ruleset.ts';
import { sampleArgument, sampleReadySchema, type SampleReady } from './engine-messages.ts';
import { chosenFile, grantFile, type Grant } from './file-tokens.ts';
import { parts, sampleFolder } from './folders.ts';
import { quietly } from './utility-options.ts';

/** The sample's files, made in a process of their own when they are not there yet, ready to be imported. */
export async function offerSample(grant: (grant: Grant) => Promise<void>): Promise<SampleOffer> {
  const files = await makeSample();
  const history = await grantFile(files.orders, 'history');
  const outcomes = await grantFile(files.chargebacks, 'outcomes');
  const [mapping, ruleSet] = await Promise.all([readJson(files.mapping), readJson(files.ruleset)]);
  await grant(history);
  await grant(outcomes);
  return {
    history: chosenFile(history),
    outcomes: chosenFile(outcomes),
    mapping: mappingSchema.parse(mapping),
    ruleSet: ruleSetSchema.parse(ruleSet),
  };
}

function makeSample(): Promise<SampleReady> {
  const maker = utilityProcess.fork(parts.engine, [sampleArgument, sampleFolder()], quietly('shinsa-sample'));
  return new Promise((resolve, reject) => {
    maker.once('message', (message: unknown) => {
      const checked = sampleReadySchema.safeParse(message);
      if (checked.success) resolve(checked.data);
    });
    maker.once('exit', () => reject(new ShinsaError('engine-stopped')));
  });
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
