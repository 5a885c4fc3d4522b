export { lintBnpl } from './lint.ts';
export { scheduleOf } from './schedule.ts';
