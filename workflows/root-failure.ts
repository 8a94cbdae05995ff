import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';

/** Type and message of what went wrong at the bottom of a chain of activity and child failures. */
export function rootFailure(error: unknown): { readonly type: string; readonly message: string } {
  let cause = error;
  while ((cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure) && cause.cause) {
    cause = cause.cause;
  }
  if (cause instanceof ApplicationFailure) return { type: cause.type ?? '', message: cause.message };
  if (cause instanceof Error) return { type: cause.name, message: cause.message };
  return { type: '', message: String(cause) };
}
