import { basename, dirname, join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { ReviewSampleCommand } from './cli/review-sample-args.ts';
import type { Language } from './cli/messages.ts';
import { issueLines, type ReviewSampleTold } from './cli/review-sample-summary.ts';
import { maskedClasses, withSession, type Session, type SessionOptions } from './cli-session.ts';
import { ShinsaError } from './model/failure.ts';
import { everything } from './model/filter.ts';
import type { ReviewSample } from './model/review-sample.ts';
import { moveStaged, refuseExisting, writeFailure } from './move-staged.ts';
import { ruleSetFile } from './project-handlers.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** Draws a sample of all orders and writes its worksheet, takes verdicts in, or tells what they say. */
export async function reviewSampleOf(
  command: ReviewSampleCommand,
  language: Language,
  given: Circumstances,
): Promise<ReviewSampleTold> {
  const options = { ...given, projectPath: command.project, mode: 'open' } as const;
  switch (command.action) {
    case 'draw': {
      // Everything is looked at before a sample is drawn.
      const ruleSet = ruleSetFile(command.ruleset);
      await refuseExisting(command.out);
      return withSession(options, (session) =>
        drawn(session, { ...command, ruleSet }, language, maskedClasses(given.masked).length > 0),
      );
    }
    case 'import':
      return withSession(options, async ({ ask, grants }) => {
        const reading = await ask('reviewSample.import', { file: grants.grant(command.file) });
        if (reading.kind === 'taken') return reading;
        const { fileName, count, issues } = reading;
        const list = issueLines(issues, language).join('\n');
        throw new ShinsaError('worksheet-refused', { count, list }, { place: { file: fileName } });
      });
    case 'estimate':
      return withSession(options, async ({ ask }) => {
        const samples = await ask('reviewSample.list', {});
        const sample = samples.find(({ code }) => command.sample === null || code === command.sample);
        if (sample === undefined) throw new ShinsaError('sample-not-found');
        return { kind: 'estimates', estimates: await ask('reviewSample.estimate', { sampleId: sample.sampleId }) };
      });
  }
}

type Draw = Extract<ReviewSampleCommand, { action: 'draw' }> & { readonly ruleSet: ReviewSample['ruleSet'] };

async function drawn(
  { ask, engine }: Session,
  { ruleSet, design, out, showRules }: Draw,
  language: Language,
  masked: boolean,
): Promise<ReviewSampleTold> {
  const sample = await ask('reviewSample.draw', { ruleSet, filter: everything, design });
  const personal = masked ? 'masked' : 'plain';
  const wish = { sampleId: sample.sampleId, personal, showRules, language } as const;
  const { staged } = await ask('reviewSample.worksheet', wish);
  await mkdir(dirname(out), { recursive: true }).catch((cause: unknown) => {
    throw writeFailure(cause, basename(out));
  });
  await moveStaged(join(engine.stagingDir, staged), out);
  return { kind: 'drawn', sample, path: out };
}
