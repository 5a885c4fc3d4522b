import { createContext } from 'react';
import type { ResultFacts } from '../../../analysis/model/results/result-file.ts';
import type { Still } from '../../chart/still.ts';

/** What the results on screen stand on; written into every file that is saved of them. */
export const Facts = createContext<ResultFacts>([]);

/** The query that the results on screen answer: files say it, and who may see it on the findings page is told apart. */
export const Query = createContext<string | null>(null);

/** Whether the results on screen may be put on the findings page; not where they hold values that nobody knows how to mask. */
export const Pinnable = createContext(true);

/** The state of the data that the results on screen were made on; null for the one of now. */
export const MadeOn = createContext<string | null>(null);

/** Pictures of a panel, in the order in which they stand in it. */
export interface Pictures {
  /** Answers what takes it away again. */
  readonly add: (picture: () => Still) => () => void;
}

/** Charts tell the panel they stand in how to draw them for a file; null where nothing is saved. */
export const PicturesOf = createContext<Pictures | null>(null);

/** Sentences under the charts of a panel, in the order in which they stand in it; null where nothing is saved. */
export interface Explained {
  /** Answers what takes it away again. */
  readonly add: (said: () => string) => () => void;
}
export const ExplainedOf = createContext<Explained | null>(null);
