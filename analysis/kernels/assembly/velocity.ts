/**
 * Windows over the past of a key. Rows come in order of time, each with the hash of its key: those of this part are laid
 * down by partitions of the hash as they come; then the rows of one partition after the other are put together by key, and
 * two pointers run over the times of each key. Every row with a number (`seq`) is asked for the values of features over the
 * rows of its key before it, [t − w, t). All numbers have 64 bits; NONE is NULL. Whoever loads this writes plans and reads
 * answers, see ../velocity/part.ts. AssemblyScript.
 */

export { lend } from './velocity/room';
export { group, open, take } from './velocity/rows';
export { prepare } from './velocity/partition';
export { emit } from './velocity/emit';
