import { frame } from './frame.ts';
import { data } from './data.ts';
import { explore } from './explore.ts';

export const ja = { ...frame, ...data, ...explore } as const;
