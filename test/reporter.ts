import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends a run's output with the plain line "N passed, N failed", after all that tear-down may print. */
export class TotalsReporter implements Reporter {
  // What stands when the run ends before it begins, for example since a service does not start.
  private lines: readonly string[] = ['0 passed, 1 failed'];

  onInit(): void {
    process.once('exit', () => {
      for (const line of this.lines) writeSync(process.stdout.fd, line + '\n');
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: 'passed' | 'failed' | 'skipped'): number =>
      states.filter((s) => s === state).length;
    // A file that does not load, a hook that throws and a stray rejection have no test to count: each counts as one.
    const outsideTests =
      unhandledErrors.length + modules.reduce((sum, module) => sum + errorsOutsideTests(module), 0);
    const skipped = count('skipped');
    this.lines = [
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      `${count('passed')} passed, ${count('failed') + outsideTests} failed`,
    ];
  }
}

function errorsOutsideTests(module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return [module, ...suites].reduce((sum, holder) => sum + holder.errors().length, 0);
}
