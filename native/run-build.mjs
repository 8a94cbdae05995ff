// `npm run build`
import { buildIfStale } from './build.mjs';
import { endChildrenOnSignals } from './child-process.mjs';
import { closeProgress, reportFailure } from './progress.mjs';
import { lockSetUp } from './set-up-lock.mjs';

endChildrenOnSignals();
try {
  await lockSetUp();
  await buildIfStale();
  closeProgress();
} catch (error) {
  reportFailure(error);
  process.exit(1);
}
