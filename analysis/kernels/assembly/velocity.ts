/**
 * Windows over the past of a key. Rows come in order of time, each with the hash of its key: those of this thread's partitions of
 * the hash are laid down partition by partition; then the rows of one after the other are put together by key, and two pointers
 * run over the times of each key. Every row with a number (`seq`) is asked for the values of features over the rows of its key
 * before it, [t − w, t). All numbers have 64 bits; NONE is NULL. Threads share one memory, which whoever loads this divides
 * among them: see ../velocity/. AssemblyScript.
 */

export { check, count, open, share } from './velocity/rows';
export { compute } from './velocity/emit';
export { clear, code } from './velocity/code';
