import { bundleWorkflowCode } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';
import { workflowBundleFile } from './workflow-bundle-file.js';

/** Build step: bundles workflows/ for the worker's sandbox into dist/. */
const { code } = await bundleWorkflowCode({ workflowsPath: join(packageRoot, 'workflows', 'index.ts') });
await writeFile(workflowBundleFile, code);
