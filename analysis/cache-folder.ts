/** The shell and the command line keep what can be made again in one place; the shell may not reach into store. */
export { defaultCacheDir } from './store/cache-folder.ts';
