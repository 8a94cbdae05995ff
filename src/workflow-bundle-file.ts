import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** Where the build leaves the workflow bundle and the worker finds it. */
export const workflowBundleFile: string = join(packageRoot, 'dist', 'workflow-bundle.js');
