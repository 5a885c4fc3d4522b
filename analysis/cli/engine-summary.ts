import { fill } from '../model/messages/index.ts';
import type { EngineProof } from '../model/package.ts';
import type { Language } from './messages.ts';
import { count } from './told-rows.ts';

const texts = {
  ja: '{engine} {version}（{file}）: {vectors} 件のベクタで {compared} 個の答えを比べ、不一致 {mismatches}[、比べていない {outside}]',
  en: '{engine} {version} ({file}): {compared} answers on {vectors} vectors compared, {mismatches} mismatches[, {outside} not compared]',
} as const;

/** What each engine was asked when a package was proven, in lines for a person. */
export const engineSummary = (engines: readonly EngineProof[], language: Language): string[] =>
  engines.map(({ engine, version, file, vectors, compared, mismatches, outside }) =>
    fill(texts[language], {
      engine,
      version,
      file,
      vectors: count(vectors),
      compared: count(compared),
      mismatches: count(mismatches),
      outside: outside === 0 ? '' : count(outside),
    }),
  );
