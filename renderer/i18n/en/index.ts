import { frame } from './frame.ts';
import { data } from './data.ts';
import { explore } from './explore.ts';

export const en = { ...frame, ...data, ...explore };
