import type { ServiceStep } from '../services/ensure-services.js';

/** One line on stderr for each part that was started. */
export function printStep(step: ServiceStep): void {
  process.stderr.write(`  ${step.text}\n`);
}
