export { copyTable } from '../parts/save/copy-table.ts';
