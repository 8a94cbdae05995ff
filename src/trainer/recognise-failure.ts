import { NotFiniteError, OutOfMemoryError } from './trainer-errors.js';

/** TensorFlow on a GPU or a core, CUDA, V8, C++ and Node, in the words they use when an allocation fails. */
const outOfMemory =
  /OOM when allocating|RESOURCE_?EXHAUSTED|failed to allocate|CUDA_ERROR_OUT_OF_MEMORY|out of memory|bad_alloc|allocation failed/i;

/** What families and the check of predictions say. */
const notFinite = /\bdiverged\b|\bis (NaN|-?Infinity)\b/;

/** Names a failure by its message: native libraries throw plain errors. Null for one that has no rule of its own. */
export function recogniseFailure(message: string): Error | null {
  if (outOfMemory.test(message)) return new OutOfMemoryError(`it ran out of memory: ${tellingLine(message)}`);
  if (notFinite.test(message)) return new NotFiniteError(message);
  return null;
}

/** TensorFlow puts a line with a number before it, V8 a stack trace after it. */
function tellingLine(message: string): string {
  const line = message.split('\n').find((each) => outOfMemory.test(each)) ?? '';
  return line.replace(/^Message: /, '').slice(0, 300);
}
